#!/usr/bin/env bash
# The steps of the GitHub Action (../action.yml): install spamscore, check, and write what GitHub shows of it. All that
# the workflow says comes in SPAMSCORE_…, and everything that comes from there or from the repository is quoted.
# Python is isolated (-I): a pull request may bring a venv.py or a pip.py, and nothing of it is imported.
set -euo pipefail

spec=$GITHUB_ACTION_PATH
if [ -n "${SPAMSCORE_VERSION:-}" ]; then spec="spamscore==$SPAMSCORE_VERSION"; fi
room=$RUNNER_TEMP/spamscore
if [ "$(cat "$room/spec" 2>/dev/null)" != "$spec" ]; then # a second step of the job finds it installed
  "${SPAMSCORE_PYTHON:-python3}" -I -m venv --clear "$room"
  for python in "$room"/bin/python "$room"/Scripts/python.exe; do # the latter on Windows
    if [ -x "$python" ]; then "$python" -I -m pip install --quiet --disable-pip-version-check -- "$spec"; fi
  done
  printf '%s\n' "$spec" >"$room/spec"
fi
python=$room/bin/python
if [ ! -x "$python" ]; then python=$room/Scripts/python.exe; fi

paths=()
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  if [ -n "$line" ]; then paths+=("$line"); fi
done <<<"${SPAMSCORE_PATHS:-}"
if [ ${#paths[@]} -eq 0 ]; then paths=(.); fi
options=()
if [ -n "${SPAMSCORE_FAIL_ON:-}" ]; then options+=(--fail-on "$SPAMSCORE_FAIL_ON"); fi
if [ -n "${SPAMSCORE_BASELINE:-}" ]; then options+=(--baseline "$SPAMSCORE_BASELINE"); fi

check() { # the check as asked for, with more options; an empty array is no error in the bash of macOS either
  "$python" -I -m spamscore.cli check ${options[@]+"${options[@]}"} "$@" -- "${paths[@]}" </dev/null
}

status=0
check --format "${SPAMSCORE_FORMAT:-github}" || status=$?
# what is wrong was said above; here the gate decides nothing
if [ -n "${SPAMSCORE_SARIF:-}" ]; then check --format sarif --output "$SPAMSCORE_SARIF" 2>/dev/null || true; fi
{ check --format json 2>/dev/null || true; } | "$python" -I -m spamscore.integrations.job_summary >>"$GITHUB_STEP_SUMMARY"
printf 'status=%s\n' "$status" >>"$GITHUB_OUTPUT"
exit "$status"
