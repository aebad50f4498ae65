#compdef diplosearch
# Completes the commands of diplosearch in zsh, which quotes what it inserts.

_diplosearch_completion() {
    local -a response values shown
    local type value description
    (( ! $+commands[diplosearch] )) && return 1
    response=("${(@f)$(
        env _DIPLOSEARCH_COMPLETE=zsh_complete \
            COMP_LINE="${words[1,CURRENT]}" diplosearch 2>/dev/null
    )}")
    for type value description in "${response[@]}"; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                values+=("$value")
                shown+=("$value${description:+ -- $description}")
                ;;
        esac
    done
    (( $#values )) && compadd -U -V unsorted -d shown -a values
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _diplosearch_completion "$@"
else
    compdef _diplosearch_completion diplosearch
fi
