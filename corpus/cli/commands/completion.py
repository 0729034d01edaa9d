"""Completion of what is being typed: a script for each shell."""

from typing import Annotated

import typer

from corpus.choices import Shell
from corpus.cli.output import write

SCRIPTS: dict[Shell, str] = {
    "bash": """\
_corpus_completion() {
    local IFS=$'\\n' line
    COMPREPLY=()
    for line in $(_CORPUS_COMPLETE=bash corpus "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
        if [ "$line" = //files ]; then
            COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        else
            COMPREPLY+=("$line")
        fi
    done
}
complete -o bashdefault -F _corpus_completion corpus
""",
    "zsh": """\
#compdef corpus
_corpus() {
    local line
    local -a values shown
    for line in "${(@f)$(_CORPUS_COMPLETE=zsh corpus "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == //files* ]]; then
            _files
        elif [[ -n $line ]]; then
            values+=("${line%%$'\\t'*}")
            shown+=("${line/$'\\t'/  }")
        fi
    done
    compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown -a values
}
# A new user's zsh has not begun completion yet.
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _corpus corpus
""",
    "fish": """\
function __corpus_complete
    for line in (_CORPUS_COMPLETE=fish corpus (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
        if string match -q '//files*' -- $line
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c corpus -f -a '(__corpus_complete)'
""",
}


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> None:
    """Let the shell complete commands, options and values.

    Prints a script for the shell: it belongs at the end of ~/.bashrc or ~/.zshrc, or into
    ~/.config/fish/completions/corpus.fish. Values of filters (outlets, countries, speakers, places, ...) and
    references of documents are those of the archive that --db or CORPUS_DB names, or of corpus.db here.

    \b
    Examples:
      corpus completion bash
      corpus completion zsh
      corpus completion fish
    """
    write(SCRIPTS[shell])
