# Completes the commands of diplosearch in bash 4.4 and newer.

_diplosearch_completion() {
    local response line
    # What readline replaces is $2: the end of a word, behind a quote or a colon. The
    # answer is what to put there, quoted as the line needs it.
    response=$(
        env _DIPLOSEARCH_COMPLETE=bash_complete COMP_LINE="${COMP_LINE:0:$COMP_POINT}" \
            COMP_WORD="$2" "$1" 2>/dev/null
    ) || return
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
            plain,*) COMPREPLY+=("${line#plain,}") ;;
        esac
    done <<< "$response"
}

complete -o nosort -F _diplosearch_completion diplosearch
