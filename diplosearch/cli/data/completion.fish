# Completes the commands of diplosearch in fish, which quotes what it inserts.

function _diplosearch_completion
    set -l line (commandline -cp | string collect)
    set -l response (env _DIPLOSEARCH_COMPLETE=fish_complete COMP_LINE="$line" diplosearch 2>/dev/null)
    for answer in $response
        set -l parts (string split -m 1 -- , $answer)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                printf '%s\n' $parts[2]
        end
    end
end

complete --no-files --command diplosearch --arguments "(_diplosearch_completion)"
