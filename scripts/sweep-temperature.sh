#!/usr/bin/env bash
# A sweep over the temperature of rollouts (it divides the logits in the policy's probabilities, too):
#
#   scripts/sweep-temperature.sh [VALUE ...] --config FILE --output FOLDER [anything else that scripts/sweep.sh takes]
#
# Without values: 1, 1.5, 2. The paper (section 5.1) tried this heuristic, too, but its grid is not published: this
# one is rlgrad's. Example:
#
#   scripts/sweep-temperature.sh 0.7 1.3 --config configs/training/narrative_qa/t5_ppo.yml --output outputs/sweep/temperature --seeds 1,2,3
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
exec "$here/sweep.sh" "alg.policy.args.generation_kwargs.temperature=${values:-1,1.5,2}" "$@"
