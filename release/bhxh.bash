# Completes bhxh in bash: commands and options, as the program itself lists them.
_bhxh() {
    local command=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]} words
    if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
        words=$(bhxh --help 2>/dev/null | sed -n 's/^  \([a-z]\+\)  .*/\1/p')
    elif [[ $word == -* ]]; then
        words=$(bhxh "$command" --help 2>/dev/null | grep -o -e '--[a-z][a-z-]*' | sort -u)
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _bhxh bhxh
