"""Keeping the database in order: optimize."""

import typer

from corpus.cli.options import Session


def optimize(session: Session) -> None:
    """Fill in lemmas and tidy the index.

    Gives the words of the archive their lemmas, which lemma:construct asks for, where the language has
    some and simplemma is installed (pip install 'state-media-corpus[lemma]'), and merges the small
    blocks of the index that many small loads leave. Texts and counts stay as they are.

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
        lemmas = f"{done.lemmas:,} {'lemma' if done.lemmas == 1 else 'lemmas'} filled in"
    blocks = f"{done.blocks:,} small {'block' if done.blocks == 1 else 'blocks'} merged away"
    typer.echo(f"{name}: {blocks}; {lemmas}." if done.lemmas is None else f"{name}: {lemmas}; {blocks}.")
