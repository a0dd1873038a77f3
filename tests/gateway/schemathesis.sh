#!/usr/bin/env bash
# Property-based tests of the gateway against openapi.yaml. Needs python3; takes a minute or two.
set -euo pipefail
cd "$(dirname "$0")/../.."
ROOT=$PWD

VERSION=4.32.5
VENV=$ROOT/target/schemathesis-$VERSION
REPORT=$ROOT/target/schemathesis.xml

if ! "$VENV/bin/schemathesis" --version >/dev/null 2>&1; then
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$VERSION"
fi
[[ ${GATEWAY_BIN:-} ]] || cargo build --quiet --profile tools -p metadefender-gateway

coproc GATEWAY {
    exec "${GATEWAY_BIN:-target/tools/metadefender-gateway}" --port 0 --exit-with-stdin --log off \
        --clamd none --step-delay 0 --require-key --api-key key
}
read -r _ _ url <&"${GATEWAY[0]}"

# It leaves a cache where it runs.
cd target
rm -f "$REPORT"

# Raw spaces in headers and the like are taken although the description does not offer them: the
# reference says what to send, not that everything else is refused. Logging out with a key that needs
# no session is refused, and so is closing a batch that another call has cancelled.
"$VENV/bin/schemathesis" run "$ROOT/tests/gateway/openapi.yaml" --url "$url" --header "apikey: key" \
    --exclude-checks negative_data_rejection,positive_data_acceptance \
    --max-examples "${EXAMPLES:-100}" --seed "${SEED:-1}" --continue-on-failure \
    --request-timeout 10 --report junit --report-junit-path "$REPORT" --no-color || true

"$VENV/bin/python" - "$REPORT" <<'PYTHON'
import sys, xml.etree.ElementTree as xml
cases = list(xml.parse(sys.argv[1]).getroot().iter("testcase"))
failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
print(f"{len(cases) - len(failed)} passed, {len(failed)} failed")
sys.exit(bool(failed) or not cases)
PYTHON
