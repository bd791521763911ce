#!/usr/bin/env bash
# Measures what is fast, and against what: ours and the ceiling interleaved in one run, five goes, the median.
#   ./bench.sh                     every figure, for people
#   ./bench.sh --json              one object a line: figure, value, unit, ceiling, ratio, reach, met
#   ./bench.sh acknowledge --json  figures whose name begins so
#   KULLA_BENCH_SECONDS=1          how long each go may take (default 5)
# Exit 0 when every figure was measured, whether or not it reached its reach: a figure that is missed is a finding.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/scripts/lib.sh"

figures=() json=

usage() { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --json) json=--json ;;
      -h | --help) usage && exit 0 ;;
      -*) fail "./bench.sh does not know '$1'" "./bench.sh --help shows what it knows" ;;
      *) figures+=("$1") ;;
    esac
    shift
  done
}

main() {
  read_arguments "$@"
  "$ROOT/scripts/install-packages" build
  if [ -f "$ROOT/web/package.json" ]; then
    PATH=$("$ROOT/scripts/node-path"):$PATH
    "$ROOT/scripts/build-web"
  fi
  compile release all
  local program names status=0 measured=0
  for program in "$ROOT"/build/release/bench/*; do
    if [ ! -f "$program" ] || [ ! -x "$program" ]; then continue; fi
    names=$("$program" --list ${figures[@]+"${figures[@]}"})
    [ -n "$names" ] || continue
    measured=$((measured + 1))
    say "measuring $(tr '\n' ' ' <<<"$names")"
    (cd "$ROOT" && "$program" $json ${figures[@]+"${figures[@]}"}) || status=1
  done
  [ "$measured" -gt 0 ] || fail "no figure is called ${figures[*]:-anything}" "./bench.sh --json without a name measures all"
  exit $status
}
main "$@"
