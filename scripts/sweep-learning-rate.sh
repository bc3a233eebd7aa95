#!/usr/bin/env bash
# A sweep over the learning rate:
#
#   scripts/sweep-learning-rate.sh [VALUE ...] --config FILE --output FOLDER [anything else that scripts/sweep.sh takes]
#
# Without values: 2e-6, 2e-5, 2e-4. The paper (section 5.1) tried this heuristic, too, but its grid is not published: this
# one is rlgrad's. Example:
#
#   scripts/sweep-learning-rate.sh 1e-6 1e-5 --config configs/training/narrative_qa/t5_ppo.yml --output outputs/sweep/learning-rate --seeds 1,2,3
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")

values=
while [[ $# -gt 0 && $1 != -* && $1 != *=* ]]; do
    values+=${values:+,}$1
    shift
done
case ${1:-} in
    -h | --help)
        sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        echo
        ;;
esac
exec "$here/sweep.sh" "alg.args.learning_rate=${values:-2e-6,2e-5,2e-4}" "$@"
