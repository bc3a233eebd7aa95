#!/usr/bin/env bash
# A grid of trainings: one `rlgrad train` for each combination of values, each in a run folder of its own. `--help` says more.
# One long file, because a script that needs a second one cannot be linked or copied.
set -euo pipefail
shopt -s globasciiranges

usage() {
    cat <<'END'
Usage: scripts/sweep.sh --config FILE --output FOLDER KEY=V1,V2,... [KEY=...] [--seeds 1,2,...]
                        [--list | --dry-run] [-- OPTIONS OF rlgrad train]

Runs `scripts/rlgrad train` for each combination of values, one after another, in run folders FOLDER/NAME whose names are
made of keys and values, such as learning_rate-2e-05__seed-1.

  --config FILE     the configuration that all runs share
  --output FOLDER   where the run folders go; FOLDER/sweep.tsv lists them with their values
  KEY=V1,V2,...     a key of the configuration, as in --set, and its values, written as YAML. A comma within brackets, braces
                    or quotes belongs to the value: 'train_evaluation.splits=[val],[train, val]'
  --seeds 1,2,...   short for seed=1,2,...
  --list            print the commands, one a line and quoted for a shell, instead of running them
  --dry-run         check all runs by rlgrad's own --dry-run, and stop
  --help            this text

Started again it goes on: finished runs are left alone, interrupted ones resume, and further values of the same keys extend
the sweep. Other keys over the same FOLDER are refused. A failed run does not stop the others. Ctrl-C and SIGTERM do, once
the run at work has written its checkpoint. rlgrad builds itself on first use and when its sources change: leave src/main
alone while a sweep runs.

Exit code: 0 when all runs are done, 75 when interrupted, 64 for wrong usage, otherwise that of the first failed run.

Examples:
  scripts/sweep.sh --config configs/smoke/train_ppo.yml --output outputs/sweep/ppo \
      alg.args.learning_rate=2e-5,2e-4 alg.kl_div.coeff=0.01,0.1 --seeds 1,2,3 -- --device cuda:0
  scripts/sweep.sh --list ... | xargs -P 4 -d '\n' -n 1 sh -c     four at a time; or GNU parallel, which takes the list as it is
  scripts/sweep.sh --list ... >runs.txt                           for a Slurm array, see scripts/sweep.sbatch
  scripts/rlgrad compare --sweep outputs/sweep/ppo                table and figure of the results
END
}

fail() {
    local status=$1
    shift
    printf 'sweep: %s\n' "$*" >&2
    exit "$status"
}

misuse() {
    fail 64 "$* (see 'scripts/sweep.sh --help')"
}

# Through symbolic links; the caller's directory stays the working directory, and paths are passed on as they were given.
launcher=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/rlgrad
config=
output=
mode=run
keys=()
value_lists=() # of each key, one value a line
options=()

# --- the grid ---------------------------------------------------------------------------------------------------------

trimmed() {
    local text=$1
    text=${text#"${text%%[![:blank:]]*}"}
    printf '%s' "${text%"${text##*[![:blank:]]}"}"
}

print_value() {
    local value
    value=$(trimmed "$2")
    [[ -n $value ]] || misuse "$1: an empty value; write null for none, or '' for an empty text"
    printf '%s\n' "$value"
}

# Prints the values of a comma-separated list, one a line. Commas within brackets, braces and quotes do not separate.
split_values() {
    local key=$1 text=$2 value='' quote='' char depth=0 i
    for ((i = 0; i < ${#text}; i++)); do
        char=${text:i:1}
        if [[ -z $quote && $depth -eq 0 && $char == ',' ]]; then
            print_value "$key" "$value"
            value=''
            continue
        fi
        case $quote$char in
            "'" | '"') quote=$char ;;
            "''" | '""') quote='' ;;
            '[' | '{') depth=$((depth + 1)) ;;
            ']' | '}') depth=$((depth - 1)) ;;
        esac
        value+=$char
    done
    [[ -z $quote && $depth -eq 0 ]] || misuse "$key: brackets, braces or quotes do not match in '$text'"
    print_value "$key" "$value"
}

add_key() {
    local key=$1 text=$2 values other
    [[ $key != *[!A-Za-z0-9_.-]* && .$key. != *..* && $key != -* ]] || misuse "'$key' is no key of a configuration"
    [[ $text != *[[:cntrl:]]* ]] || misuse "$key: a value must not hold tabs, line breaks or other control characters"
    for other in "${keys[@]}"; do
        [[ $other != "$key" ]] || misuse "$key is given twice"
        [[ $other. != "$key".* && $key. != "$other".* ]] || misuse "$key and $other: one is a part of the other"
    done
    values=$(split_values "$key" "$text")
    [[ -z $(sort <<<"$values" | uniq -d) ]] || misuse "$key: the value '$(sort <<<"$values" | uniq -d | head -n 1)' is given twice"
    keys+=("$key")
    value_lists+=("$values")
}

parse() {
    local seeds=''
    while [[ $# -gt 0 ]]; do
        case $1 in
            --config | --output | --seeds)
                [[ $# -gt 1 && -n $2 ]] || misuse "$1 needs a value"
                case $1 in
                    --config) config=$2 ;;
                    --output) output=$2 ;;
                    --seeds) seeds=$2 ;;
                esac
                shift
                ;;
            --list) mode=list ;;
            --dry-run) mode=dry-run ;;
            -h | --help)
                usage
                exit 0
                ;;
            --)
                shift
                options=("$@")
                break
                ;;
            -*) misuse "unknown option $1; options of rlgrad train come behind --" ;;
            *=*) add_key "${1%%=*}" "${1#*=}" ;;
            *) misuse "'$1' is neither an option nor KEY=V1,V2,..." ;;
        esac
        shift
    done
    [[ -n $config ]] || misuse "missing option --config FILE"
    [[ -n $output ]] || misuse "missing option --output FOLDER"
    [[ -z $seeds ]] || add_key seed "$seeds"
    [[ ${#keys[@]} -gt 0 ]] || misuse "nothing to sweep: give KEY=V1,V2,... or --seeds"
    [[ -f $config && -r $config ]] || fail 66 "$config: no such configuration file"
    [[ $output$config != *[[:cntrl:]]* ]] || misuse "paths must not hold control characters"
}

# What the sweep decides must not be decided again.
check_options() {
    local option setting key previous=''
    for option in "${options[@]}"; do
        [[ $option != *[[:cntrl:]]* ]] || misuse "an option of rlgrad train must not hold control characters"
        case $option in
            -c | --config | --config=* | --config[_-]path* | --output[_-]path* | --base[_-]path* | --experiment[_-]name* | \
                --resume | --overwrite | --dry-run | --list)
                misuse "$option must not stand behind --: the sweep sets it"
                ;;
        esac
        setting=
        case $previous:$option in
            *:--seed | *:--seed=*) setting=seed= ;;
            *:--set=*) setting=${option#--set=} ;;
            --set:*) setting=$option ;;
        esac
        for key in "${keys[@]}"; do
            [[ $setting != "$key="* ]] || misuse "$key is swept; take it out of the options behind --"
        done
        previous=$option
    done
}

# --- names ------------------------------------------------------------------------------------------------------------

# Eight hexadecimal digits that tell texts apart.
digest() {
    printf '%08x' "$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)"
}

# A value as part of a folder's name. What had to be changed gets a digest, so that a name depends on its own value alone.
value_name() {
    local value=$1
    if [[ $value == *[!A-Za-z0-9._+-]* || $value == *__* || ${#value} -gt 40 ]]; then
        local safe=${value//[!A-Za-z0-9._+-]/_}
        while [[ $safe == *__* ]]; do safe=${safe//__/_}; done
        safe=${safe#_}
        safe=${safe:0:32}
        value=${safe%_}-$(digest "$value")
    fi
    printf '%s' "$value"
}

# The last part of each key; the whole key where two share it.
key_names() {
    local key last
    for key in "${keys[@]}"; do
        last=${key##*.}
        [[ $(printf '%s\n' "${keys[@]##*.}" | grep -cxF -- "$last") -eq 1 ]] || last=$key
        printf '%s\n' "$last"
    done
}

# Fills `points` with one line for each combination: its name and its values, separated by tabs; the last key runs fastest.
make_points() {
    local -a labels values names=("") rows=("") longer_names longer_rows
    local i j name value twice
    mapfile -t labels < <(key_names)
    for ((i = 0; i < ${#keys[@]}; i++)); do
        mapfile -t values <<<"${value_lists[i]}"
        longer_names=()
        longer_rows=()
        for ((j = 0; j < ${#names[@]}; j++)); do
            for value in "${values[@]}"; do
                longer_names+=("${names[j]}${names[j]:+__}${labels[i]}-$(value_name "$value")")
                longer_rows+=("${rows[j]}"$'\t'"$value")
            done
        done
        names=("${longer_names[@]}")
        rows=("${longer_rows[@]}")
    done
    points=()
    for ((i = 0; i < ${#names[@]}; i++)); do
        name=${names[i]}
        [[ ${#name} -le 200 ]] || name=${name:0:180}-$(digest "$name")
        points+=("$name${rows[i]}")
    done
    twice=$(printf '%s\n' "${points[@]%%$'\t'*}" | sort -f | uniq -di | head -n 1)
    [[ -z $twice ]] || misuse "two combinations would have the same run folder, $twice"
}

# --- sweep.tsv --------------------------------------------------------------------------------------------------------

header() {
    local IFS=$'\t'
    printf 'name\t%s' "${keys[*]}"
}

check_table() {
    [[ -e $table ]] || return 0
    local recorded
    recorded=$(head -n 1 "$table") || fail 66 "$table: cannot be read"
    [[ $recorded == "$(header)" ]] ||
        misuse "$output holds a sweep over ${recorded//$'\t'/ }, not over $(header | tr '\t' ' '); choose another --output," \
            "or give the same keys in the same order"
}

# Old rows stay, new ones follow. The file is there whole or not at all.
record() {
    mkdir -p -- "$output" 2>/dev/null || fail 73 "cannot make the folder $output"
    local temporary=$table.tmp.$$
    if ! { merged_table >"$temporary" && mv -f -- "$temporary" "$table"; } 2>/dev/null; then
        rm -f -- "$temporary"
        fail 73 "cannot write $table"
    fi
}

merged_table() {
    header
    printf '\n'
    {
        [[ ! -e $table ]] || tail -n +2 "$table"
        printf '%s\n' "${points[@]}"
    } | awk '!seen[$0]++'
}

# --- running ----------------------------------------------------------------------------------------------------------

# Fills `command` with that of a point. The grid's settings come last, so that they win.
make_command() {
    local -a cells
    local i
    IFS=$'\t' read -r -a cells <<<"$1"
    command=("$launcher" train --config "$config" --output-path "$output" --experiment-name "${cells[0]}")
    command+=("${options[@]}")
    for ((i = 0; i < ${#keys[@]}; i++)); do
        command+=(--set "${keys[i]}=${cells[i + 1]}")
    done
}

quoted() {
    local word line=''
    for word in "$@"; do
        if [[ -z $word || $word == *[!A-Za-z0-9_./:=,+@%-]* ]]; then
            word="'${word//"'"/"'\\''"}'"
        fi
        line+="${line:+ }$word"
    done
    printf '%s\n' "$line"
}

list() {
    local point
    for point in "${points[@]}"; do
        make_command "$point"
        quoted "${command[@]}" --resume
    done
}

child=
stopped=false

# In the background, because a trap waits for the end of what runs in the foreground. A child in the background ignores
# Ctrl-C, so it is SIGTERM that reaches it, once.
run_child() {
    status=0
    "$@" </dev/null &
    child=$!
    if $stopped; then kill -TERM "$child" 2>/dev/null || true; fi
    wait "$child" || status=$?
    if $stopped; then
        while kill -0 "$child" 2>/dev/null; do wait "$child" || true; done
        printf 'sweep: stopped; the same command goes on from here\n' >&2 || true
        exit 75
    fi
    child=
}

stop() {
    if ! $stopped && [[ -n $child ]]; then kill -TERM "$child" 2>/dev/null || true; fi
    stopped=true
    trap '' PIPE # who read the output may have been stopped, too
}

run_all() {
    local point name number=0 first=0 failed=() interrupted=() what=$1
    trap stop INT TERM HUP
    for point in "${points[@]}"; do
        name=${point%%$'\t'*}
        number=$((number + 1))
        if $stopped; then exit 75; fi
        printf 'sweep: %d of %d: %s\n' "$number" "${#points[@]}" "$name" >&2
        make_command "$point"
        if [[ $what == dry-run ]]; then
            run_child "${command[@]}" --dry-run >/dev/null
        else
            run_child "${command[@]}" --resume
        fi
        case $status in
            0) ;;
            75) interrupted+=("$name") ;;
            *)
                failed+=("$name (exit code $status)")
                [[ $first -ne 0 ]] || first=$status
                ;;
        esac
    done
    trap - INT TERM HUP
    local good=$((${#points[@]} - ${#failed[@]} - ${#interrupted[@]})) word='done'
    [[ $what == run ]] || word=sound
    printf 'sweep: %d of %d %s, %d failed, %d interrupted\n' "$good" "${#points[@]}" "$word" "${#failed[@]}" "${#interrupted[@]}"
    [[ ${#failed[@]} -eq 0 ]] || printf 'failed: %s\n' "${failed[@]}"
    [[ ${#interrupted[@]} -eq 0 ]] || printf 'interrupted: %s\n' "${interrupted[@]}"
    [[ $first -ne 0 || ${#interrupted[@]} -eq 0 ]] || first=75
    exit "$first"
}

parse "$@"
check_options
table=$output/sweep.tsv
make_points
check_table
case $mode in
    list)
        record
        list
        ;;
    dry-run) run_all dry-run ;;
    run)
        record
        run_all run
        ;;
esac
