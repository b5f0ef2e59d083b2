# The options of a program as a list of mdoc(7), from its --help:
#   -c, --config FILE     read the settings there
$1 ~ /^-[A-Za-z],$/ && $2 ~ /^--/ {
	if (!count++)
		print ".Bl -tag -width Ds"
	value = $3 ~ /^[A-Z]+$/ ? $3 : ""
	line = ".It Fl " substr($1, 2, 1) " , Fl " substr($2, 2)
	print line (value != "" ? " Ar " value : "")
	text = $0
	sub(/^ *[^ ]+ +[^ ]+ +/, "", text)
	if (value != "")
		sub(/^[A-Z]+ +/, "", text)
	print text
}
END {
	if (!count)
		exit 1
	print ".El"
}
