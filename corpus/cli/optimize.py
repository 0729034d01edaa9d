"""Keeping the database in order: optimize."""

import typer

from corpus.cli.options import Session


def optimize(session: Session) -> None:
    """Fill in lemmas and sentences, and tidy the index.

    Gives the words of the archive their lemmas, which lemma:construct asks for, where the language has
    some and simplemma is installed (pip install 'state-media-corpus[lemma]'). Finds the sentences of texts
    that were loaded before the index knew them, which within <s/> asks for. Merges the small blocks of
    the index that many small loads leave. Texts and counts stay as they are.

    \b
    Example:
      corpus optimize
    """
    with session.corpus() as corpus:
        done = corpus.optimize()
        name = corpus.name
    if done.lemmas is None:
        lemmas = "no lemmas filled in, as simplemma is not installed: pip install 'state-media-corpus[lemma]'"
    else:
        lemmas = f"{_count(done.lemmas, 'lemma')} filled in"
    sentences = ""
    if done.documents:
        sentences = f"; sentences found in {_count(done.documents, 'document')}"
        sentences += f" ({_count(done.sentence_blocks, 'block')} of the index)"
    if done.unlike:
        sentences += (
            f"; no sentences in {_count(done.unlike, 'block')}, made by another version of the program"
        )
        sentences += " whose words were others: load those texts into a new archive"
    blocks = f"{_count(done.blocks, 'small block')} merged away"
    said = f"{blocks}; {lemmas}{sentences}" if done.lemmas is None else f"{lemmas}{sentences}; {blocks}"
    typer.echo(f"{name}: {said}.")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
