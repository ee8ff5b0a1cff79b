# Ends a cluster when the process that owns it ends, in whichever way.
# $1: pg_ctl   $2: the data folder   $3: what to remove afterwards, if anything
# The owner holds the other end of our standard input and never writes: its end is the signal.
trap '' HUP INT TERM
while read -r _; do :; done
"$1" --pgdata "$2" --mode immediate --wait stop >/dev/null 2>&1
[ -z "$3" ] || rm -rf -- "$3"
