/*
 * Names and aliases are those of highlight.js (SUPPORTED_LANGUAGES.md). The languages are those
 * that a network study group writes. `console` is left out: its prompts need no color, and its
 * grammar would also need that of a shell.
 */
#include "deck/page/code-language.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

struct language {
	const char *asset;
	const char *names; /* names with a space before and after each */
	const char *needs; /* name of a language that the grammar needs, or NULL */
};

/* Grammars run in this order, so a language that another one needs stands before it. */
static const struct language table[] = {
	{ "highlight/bash.js", " bash sh zsh ", NULL },
	{ "highlight/c.js", " c h ", NULL },
	{ "highlight/cpp.js", " cpp c++ cc cxx hpp hh ", NULL },
	{ "highlight/csharp.js", " csharp cs c# ", NULL },
	{ "highlight/css.js", " css ", NULL },
	{ "highlight/diff.js", " diff patch ", NULL },
	{ "highlight/dockerfile.js", " dockerfile docker ", "bash" },
	{ "highlight/go.js", " go golang ", NULL },
	{ "highlight/http.js", " http https ", NULL },
	{ "highlight/ini.js", " ini toml ", NULL },
	{ "highlight/java.js", " java ", NULL },
	{ "highlight/javascript.js", " javascript js jsx mjs cjs ", NULL },
	{ "highlight/json.js", " json jsonc ", NULL },
	{ "highlight/kotlin.js", " kotlin kt kts ", NULL },
	{ "highlight/lua.js", " lua ", NULL },
	{ "highlight/makefile.js", " makefile make mk ", NULL },
	{ "highlight/nginx.js", " nginx nginxconf ", NULL },
	{ "highlight/python.js", " python py ", NULL },
	{ "highlight/ruby.js", " ruby rb ", NULL },
	{ "highlight/rust.js", " rust rs ", NULL },
	{ "highlight/sql.js", " sql ", NULL },
	{ "highlight/swift.js", " swift ", NULL },
	{ "highlight/typescript.js", " typescript ts tsx mts cts ", NULL },
	{ "highlight/xml.js", " xml html xhtml svg plist ", NULL },
	{ "highlight/yaml.js", " yaml yml ", NULL },
};

enum { LANGUAGE_COUNT = ARRAY_COUNT(table) };

static int find(const char *name)
{
	size_t size = strlen(name);
	for (int i = 0; i < LANGUAGE_COUNT && size; i++) {
		for (const char *at = table[i].names; at; at = strchr(at + 1, ' ')) {
			if (strncasecmp(at + 1, name, size) == 0 && at[1 + size] == ' ')
				return i;
		}
	}
	return -1;
}

void code_languages_add(struct code_languages *languages, const char *name)
{
	int index = find(name);
	if (index < 0)
		return;
	languages->bits |= (uint64_t)1 << index;
	if (table[index].needs)
		code_languages_add(languages, table[index].needs);
}

const char *code_languages_next(struct code_languages languages, unsigned *index)
{
	for (; *index < LANGUAGE_COUNT; ++*index) {
		if (languages.bits >> *index & 1)
			return table[(*index)++].asset;
	}
	return NULL;
}
