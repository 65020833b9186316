/*
 * Options follow the GNU programming standards: long ones with "--name VALUE" or "--name=VALUE",
 * letters that may be joined (-ab, -oFILE), operands anywhere, and "--" ends the options. Long
 * names cannot be abbreviated, since an option added later would change the meaning of a script.
 */
#include "cli/option.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/nearest-name.h"

struct parser {
	const struct command *command;
	const struct option_spec *specs;
	int argc;
	char **argv;
	int next; /* the next argument, which may be a value */
};

static bool takes_value(const struct option_spec *spec)
{
	return spec->value || spec->values;
}

static void store_value(const struct option_spec *spec, const char *value)
{
	if (spec->value) {
		*spec->value = value;
		return;
	}
	*spec->values = xrealloc(*spec->values, (*spec->count + 1) * sizeof(**spec->values));
	(*spec->values)[(*spec->count)++] = value;
}

/*
 * Applies an option. `dashed` is the option as it was typed, for messages; `value` is the joined
 * value, or NULL.
 */
static bool apply(struct parser *parser, const struct option_spec *spec, const char *dashed,
	const char *value)
{
	if (spec->optional) {
		*spec->optional = value ? value : "";
		return true;
	}
	if (!takes_value(spec)) {
		if (value) {
			(void)report_usage(parser->command, "option '%s' takes no value", dashed);
			return false;
		}
		*spec->flag = true;
		return true;
	}
	if (!value) {
		if (parser->next >= parser->argc) {
			(void)report_usage(parser->command, "option '%s' needs a value", dashed);
			return false;
		}
		value = parser->argv[parser->next++];
	}
	store_value(spec, value);
	return true;
}

static bool unknown_option(const struct parser *parser, const char *dashed, const char *name)
{
	enum { NAMES_MAX = 64 };
	const char *names[NAMES_MAX] = { "help" };
	size_t count = 1;
	for (const struct option_spec *spec = parser->specs; spec->name && count < NAMES_MAX;
		spec++)
		names[count++] = spec->name;
	const char *nearest = name ? nearest_name(name, names, count) : NULL;
	if (nearest)
		(void)report_usage(parser->command, "there is no option '%s'; did you mean '--%s'?",
			dashed, nearest);
	else
		(void)report_usage(parser->command, "there is no option '%s'", dashed);
	return false;
}

static bool parse_long(struct parser *parser, const char *argument)
{
	size_t size = strcspn(argument + 2, "=");
	automem char *name = xstrndup(argument + 2, size);
	automem char *dashed = xstrndup(argument, size + 2);
	const char *value = argument[2 + size] == '=' ? argument + 2 + size + 1 : NULL;
	for (const struct option_spec *spec = parser->specs; spec->name; spec++) {
		if (strcmp(spec->name, name) == 0)
			return apply(parser, spec, dashed, value);
	}
	return unknown_option(parser, dashed, name);
}

static const struct option_spec *find_letter(const struct parser *parser, char letter)
{
	for (const struct option_spec *spec = parser->specs; spec->name; spec++) {
		if (spec->letter == letter)
			return spec;
	}
	return NULL;
}

static bool parse_letters(struct parser *parser, const char *argument, bool *ret_is_help)
{
	for (const char *letter = argument + 1; *letter; letter++) {
		const char dashed[] = { '-', *letter, '\0' };
		const struct option_spec *spec = find_letter(parser, *letter);
		if (!spec && *letter == 'h') {
			*ret_is_help = true;
			return true;
		}
		if (!spec)
			return unknown_option(parser, dashed, NULL);
		if (takes_value(spec))
			return apply(parser, spec, dashed, letter[1] ? letter + 1 : NULL);
		if (!apply(parser, spec, dashed, NULL))
			return false;
	}
	return true;
}

bool options_parse(const struct command *command, int argc, char **argv,
	const struct option_spec *specs, int *ret_operands, int *ret_status)
{
	struct parser parser = {
		.command = command,
		.specs = specs,
		.argc = argc,
		.argv = argv,
		.next = 1,
	};
	int operands = 0;
	bool is_help = false, only_operands = false;
	*ret_operands = 0;
	*ret_status = EXIT_USAGE;
	while (parser.next < argc && !is_help) {
		char *argument = argv[parser.next++];
		if (only_operands || argument[0] != '-' || !argument[1])
			argv[++operands] = argument;
		else if (strcmp(argument, "--") == 0)
			only_operands = true;
		else if (strcmp(argument, "--help") == 0)
			is_help = true;
		else if (argument[1] == '-') {
			if (!parse_long(&parser, argument))
				return false;
		} else if (!parse_letters(&parser, argument, &is_help)) {
			return false;
		}
	}
	*ret_operands = operands;
	*ret_status = EXIT_DONE;
	if (is_help)
		report_help(command);
	return !is_help;
}

void operands_join(struct text *out, char **argv, int first, int last)
{
	for (int i = first; i <= last; i++) {
		if (i > first)
			text_append_char(out, ' ');
		text_append(out, argv[i]);
	}
}

void operand_append(struct text *out, const char *operand)
{
	static const char plain[] = "%+,-./:=@^_";
	if (!*operand)
		text_append(out, "''");
	for (const char *p = operand; *p; p++) {
		unsigned char c = (unsigned char)*p;
		bool is_plain = c >= 0x80 || isalnum(c) || strchr(plain, c);
		if (!is_plain)
			text_append_char(out, '\\');
		text_append_char(out, c < 0x20 || c == 0x7f ? '?' : *p);
	}
}

bool option_number(const struct command *command, const char *name, const char *text,
	uint64_t least, uint64_t most, uint64_t *ret_number)
{
	uint64_t number = 0;
	bool is_number = text[0] != '\0';
	for (const char *p = text; *p && is_number; p++) {
		uint64_t digit = (uint64_t)(unsigned char)*p - '0';
		if (digit > 9 || number > (UINT64_MAX - digit) / 10)
			is_number = false;
		else
			number = number * 10 + digit;
	}
	if (is_number && number >= least && number <= most) {
		*ret_number = number;
		return true;
	}
	(void)report_usage(command, "'%s' is '%s', but it must be a number from %llu to %llu", name,
		text, (unsigned long long)least, (unsigned long long)most);
	return false;
}

/* Whether the locale is of the language: "ko_KR.UTF-8" is "ko", Konkani's "kok_IN" is not. */
static bool names_lang(const char *locale, const char *lang)
{
	size_t size = strlen(lang);
	return strncmp(locale, lang, size) == 0 && !isalpha((unsigned char)locale[size]);
}

/* Whether the locale is "C" or "C.UTF-8", for which gettext ignores LANGUAGE. */
static bool is_plain(const char *locale)
{
	return strcmp(locale, "POSIX") == 0 || names_lang(locale, "C");
}

const char *lang_of_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *locale = NULL;
	for (size_t i = 0; i < ARRAY_COUNT(names) && (!locale || !*locale); i++)
		locale = getenv(names[i]);
	if (!locale || !*locale || is_plain(locale))
		return "en";
	const char *languages = getenv("LANGUAGE");
	if (!languages || !*languages)
		return names_lang(locale, "ko") ? "ko" : "en";
	while (*languages) {
		languages += strspn(languages, ":");
		if (names_lang(languages, "ko"))
			return "ko";
		if (names_lang(languages, "en"))
			return "en";
		languages += strcspn(languages, ":");
	}
	return "en";
}

bool option_lang(const struct command *command, const char *lang)
{
	if (strcmp(lang, "ko") == 0 || strcmp(lang, "en") == 0)
		return true;
	(void)report_usage(command, "'--lang %s' is unknown; it is ko or en", lang);
	return false;
}
