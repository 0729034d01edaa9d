"""Keeping the database in order: optimize."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.options import Session
from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.store.shrink import Shrunk


def optimize(
    session: Session,
    reanalyse: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LANGUAGE",
            help="Cut the texts of a language (ko, zh, ja) into words anew; may be given several times.",
        ),
    ] = None,
    purge: Annotated[
        bool, typer.Option("--purge", help="Delete removed documents for good; asks before it does.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --purge: do not ask.")] = False,
) -> None:
    """Fill in lemmas and sentences, and tidy the index.

    Gives the words of the archive their lemmas, which lemma:construct asks for, where the language has
    some and simplemma is installed (pip install 'state-media-corpus[lemma]'). Finds the sentences of texts
    that were loaded before the index knew them, which within <s/> asks for. Merges the small blocks of
    the index that many small loads leave. With --reanalyse, texts that were indexed without the analyser of
    their language, or by another version of it, are cut into words by the one installed now. Texts stay as
    they are. With --purge, what corpus remove took out of the archive, and what runs that were taken back had
    loaded, is deleted for good; documents that somebody coded stay. The file of the database then gets
    smaller, for which it needs twice the size that remains as free room.

    \b
    Examples:
      corpus optimize
      corpus optimize --reanalyse ko
      corpus optimize --purge --yes
    """
    if yes and not purge:
        raise UsageError("--yes goes with --purge: nothing else is asked.")
    with session.corpus() as corpus:
        if purge and (count := corpus.purgeable()) and not yes:
            typer.confirm(f"Delete {_count(count, 'removed document')} for good?", abort=True, err=True)
        done = corpus.optimize(reanalyse or (), purge)
        name = corpus.name
    if done.lemmas is None:
        lemmas = "no lemmas filled in, as simplemma is not installed: pip install 'state-media-corpus[lemma]'"
    else:
        lemmas = f"{_count(done.lemmas, 'lemma')} filled in"
    said = []
    if done.purged is not None:
        said.append(f"{_count(done.purged.documents, 'removed document')} deleted for good")
        if done.purged.coded:
            said.append(f"{_count(done.purged.coded, 'removed document')} kept, as somebody coded them")
    said += [
        f"{_count(number, 'document')} cut anew ({language})" for language, number in done.reanalysed.items()
    ]
    if done.lemmas is not None:
        said.append(lemmas)
    if done.documents:
        blocks = _count(done.sentence_blocks, "block")
        said.append(f"sentences found in {_count(done.documents, 'document')} ({blocks} of the index)")
    if done.unlike:
        said.append(
            f"no sentences in {_count(done.unlike, 'block')}, made by another version of the program"
            " whose words were others: load those texts into a new archive"
        )
    said.append(f"{_count(done.blocks, 'small block')} merged away")
    if done.lemmas is None:
        said.append(lemmas)
    if done.shrunk is not None:
        said.append(_size(done.shrunk))
    typer.echo(f"{name}: {'; '.join(said)}.")


def _size(shrunk: "Shrunk") -> str:
    if shrunk.needs:
        return (
            f"the database keeps its size of {_megabytes(shrunk.before)}, as writing it anew needs"
            f" {_megabytes(shrunk.needs)} of free room and nobody else who writes: corpus optimize --purge"
            " tries again"
        )
    if shrunk.after >= shrunk.before:
        return f"the database has {_megabytes(shrunk.after)}, as before"
    return f"the database has {_megabytes(shrunk.after)}, {_megabytes(shrunk.before - shrunk.after)} less"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
