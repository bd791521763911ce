# What the scripts share. Messages go to stderr, data to stdout; every failure ends with what to do about it.
# shellcheck shell=bash
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

# fail "what is wrong" "what to do"
fail() {
  say "kulla: $1"
  say "       $2"
  exit 1
}

# How long a step took, as people read it: 7 s, 2 min 05 s.
spell_seconds() {
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# A hash of everything in these files and folders: what is built again only when it changed is stamped with it.
hash_of() {
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    find "$path" \( -name node_modules -o -name dist \) -prune -o -type f -print0
  done | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# quietly LOG COMMAND...: the output goes to the log; on a TTY nothing moves, so the caller says what is being done.
# When the command fails, the end of the log is shown.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 60 "$log" >&2
    say "kulla: this failed: $*"
    say "       the whole output is in ${log#"$ROOT"/}"
    return 1
  fi
}

# compile PRESET [TARGET...]: configures once and builds, one checkout at a time. Ninja's own status line is the
# progress on a TTY; elsewhere each tenth step is printed.
compile() {
  local preset=$1
  shift
  mkdir -p "$ROOT/build/log"
  exec 8>"$ROOT/build/.lock"
  flock -n 8 || { say "another build of this checkout is running; waiting for it"; flock 8; }
  if [ ! -f "$ROOT/build/$preset/build.ninja" ]; then
    say "configuring $preset"
    (cd "$ROOT" && quietly "$ROOT/build/log/configure-$preset.log" cmake --preset "$preset") ||
      fail "the configure step failed" "see the lines above; rm -r build/$preset starts over"
  fi
  say "building $preset"
  local started=$SECONDS
  if [ -t 2 ]; then
    ninja -C "$ROOT/build/$preset" "$@" >&2 || build_failed "$preset"
  else
    ninja -C "$ROOT/build/$preset" "$@" 2>&1 </dev/null | tee "$ROOT/build/log/build-$preset.log" |
      awk '/^\[[0-9]+\/[0-9]+\]/ { if (++steps % 10 == 0 || /FAILED/) print; next } !/Entering directory/ { print }' >&2 ||
      build_failed "$preset"
  fi
  say "built $preset in $(spell_seconds $((SECONDS - started)))"
  exec 8>&-
}

build_failed() {
  fail "the build failed" "the first line with 'error:' above is the one to mend; then run the same command again"
}
