#!/bin/sh
# Starts workerd in place of this shell and records under which process id, so that the next start can end a runtime
# whose parent was killed: workerd lives on then, and would go on writing to the data folder.
echo "$$ $*" > "$ONHAND_RUNTIME_RECORD"
exec "$ONHAND_RUNTIME" "$@"
