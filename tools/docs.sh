#!/bin/sh
# Write the man page and the command reference, and check that no link in the documentation is dead.
set -eu
cd "$(dirname "$0")/.."
build/klantbeeld help --man >docs/klantbeeld.1
{
    echo "# Commands"
    echo
    echo "Made by \`make docs\` from the program itself."
    for command in $(build/klantbeeld completion bash | sed -n "s/^        '') words+=\" *\(.*\)\" ;;$/\1/p"); do
        printf '\n## %s\n\n```\n' "$command"
        build/klantbeeld help "$command" | sed '/^Options of every command:/,/^$/d'
        printf '```\n'
    done
} >docs/commands.md
python3 - <<'E2'
import pathlib, re, subprocess, sys
dead = []
for name in subprocess.run(["git", "ls-files", "*.md"], capture_output=True, text=True).stdout.split():
    path = pathlib.Path(name)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text()):
        if "://" not in target and not (path.parent / target).exists():
            dead.append(f"{name}: {target}")
print("\n".join(dead) or "no dead links")
sys.exit(1 if dead else 0)
E2
