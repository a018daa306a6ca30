import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** The living processes of a process group. Zombies do not count: nothing of them runs any more. */
export function livingProcesses(groupId: number): number[] {
  return allProcesses()
    .filter((found) => found.groupId === groupId && !found.state.startsWith("Z"))
    .map(({ id }) => id);
}

/** Ends a whole process group at once, as the kernel does when memory runs out: nothing is told beforehand. */
export function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

interface FoundProcess {
  readonly id: number;
  readonly groupId: number;
  readonly state: string;
}

function allProcesses(): FoundProcess[] {
  if (!existsSync("/proc/self/stat")) {
    return execFileSync("ps", ["-A", "-o", "pid=,pgid=,stat="], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .map(([id, groupId, state]) => ({ id: Number(id), groupId: Number(groupId), state: state ?? "" }));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // "id (name) state parent group …", and the name may hold spaces and brackets.
        const text = readFileSync(`/proc/${name}/stat`, "utf8");
        const [state, , groupId] = text.slice(text.lastIndexOf(")") + 2).split(" ");
        return [{ id: Number(name), groupId: Number(groupId), state: state ?? "" }];
      } catch {
        return []; // Ended while the list was read.
      }
    });
}
