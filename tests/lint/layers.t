#!/bin/bash
# Who may call whom.
. "${top_srcdir:-.}/tests/lint/lint.sh"

declare -A floors=(
	[base]='base'
	[sql]='sql|base'
	[film]='film|base'
	[house]='house|film|sql|base'
	[fcgi]='fcgi|house|sql|base'
	[worker]='worker|house|film|sql|base'
	[tui]='tui|house|film|sql|base'
)
for room in "${rooms[@]}"; do
	c_files "$room" | xargs -r grep -nH '^ *# *include *"' |
	    grep -vE "\"((${floors[$room]})/[a-z0-9_-]+\.h|config\.h)\"" |
	    none "$room includes its own and what lies below"
done

# grep_outside PATTERN ALLOWED-FILES-PATTERN
grep_outside()
{
	c_files "${rooms[@]}" | grep -vE "$2" | xargs -r grep -nHE "$1"
}

grep_outside 'include *[<"](mysql|mariadb)' '^sql/db[a-z_]*\.[ch]$' |
    none "only sql/db speaks to the client library"
grep_outside 'include *[<"]fcgi' '^fcgi/' |
    none "only fcgi speaks FastCGI"
grep_outside 'include *[<"](curses|ncurses|panel|term)' '^tui/' |
    none "only tui draws"
grep_outside 'include *[<"]curl/' '^worker/post\.c$' |
    none "only worker/post calls other servers"
grep_outside '\b(posix_spawnp?|v?fork|clone3?|system|popen|daemon) *\(' \
    '^base/spawn\.c$' |
    none "only base/spawn starts processes"
grep_outside '\b(f?execv?[lpe]*|execveat) *\(' '^base/(box_filter|spawn)\.c$' |
    none "only base becomes another program"
grep_outside '\b(strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strtok|alloca) *\(' \
    '^$' |
    none "no call that cannot know its limits"
grep_outside '\b(ato[ifl]|atoll|strtol|strtoul) *\(' '^base/(box|text)\.c$' |
    none "numbers from outside are read by base/text"
grep_outside '"(SELECT|INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) ' '^sql/' |
    none "only sql holds SQL"
grep_outside '\bdb_[a-z0-9_]*_?(insert|update|delete|replace|claim|set)[a-z0-9_]* *\(' \
    '^(sql|house)/' |
    none "every change goes through house"

plan
