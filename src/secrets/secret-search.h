#ifndef SECRETS_SECRET_SEARCH_H
#define SECRETS_SECRET_SEARCH_H

/* The search of one text by what it is written in. Known only to secret*.c. */

#include "secrets/secret-decode.h"
#include "secrets/secret-scan.h"

/* Searches all of the text. An unknown format is guessed from how it begins. */
void secret_search(const struct secret_scan *scan, enum secret_format format);

/*
 * Searches [from, to), decoded, as a text of its own. When it reaches the last captured byte and
 * breaks off in a secret, that ends as `ending` says, since only the text around it can tell.
 */
void secret_search_part(const struct secret_scan *scan, size_t from, size_t to,
	enum secret_coding coding, enum secret_ending ending);

/* The same of all of it, of a known format and not in code. */
void secret_search_format(
	const struct secret_scan *scan, enum secret_format format, enum secret_ending ending);

/* What a text may be written in, by its beginning. */
enum secret_format secret_sniff(const struct secret_scan *scan);

/* Where the first value stands, behind what is no JSON but may precede it. */
size_t secret_json_start(const struct secret_scan *scan);

/* Whether a form begins at `at`: "name=". */
bool secret_is_form(const struct secret_scan *scan, size_t at);

/* ---- formats ---- */

void secret_form(const struct secret_scan *scan);
void secret_json(const struct secret_scan *scan);
void secret_markup(const struct secret_scan *scan);
void secret_multipart(const struct secret_scan *scan);

/* The rows of a table whose first line names the columns. */
void secret_table(const struct secret_scan *scan);

/*
 * At a line "| password | value |" of a table of text: hides the cell beside a secret's name. Where the row
 * ends, or 0 when it is none.
 */
size_t secret_table_row(const struct secret_scan *scan, size_t at);

/* The tags of a text that is no markup. */
void secret_markup_tags(const struct secret_scan *scan);

/* The value of a secret's name in JSON or JavaScript; its quotes are escaped `level` times. */
size_t secret_json_value(const struct secret_scan *scan, size_t at, size_t level);

/*
 * Where the string ends whose first byte behind the quote is `at`: the closing quote, or the text's
 * end.
 */
size_t secret_string_end(const struct secret_scan *scan, size_t at, uint8_t quote, size_t level);

/*
 * At a line "Content-Disposition: ..." in a text that is not known to be multipart: hides the
 * part's body when its name says so. Where the next line begins that ends it, or 0.
 */
size_t secret_multipart_line(const struct secret_scan *scan, size_t at);

/* Adds the type of a body to what no rule reads, unless that is a text or a picture. */
void secret_note_body(const struct secret_scan *body, const char *type);

/* Adds HTTP to it where another protocol follows a header: behind CONNECT or an upgrade. */
void secret_note_tunnel(const struct secret_scan *text);

/* ---- header values ---- */

/* A body's format, from the value of Content-Type, and its boundary ("" when there is none). */
enum secret_format secret_read_type(
	const struct secret_scan *value, char boundary[SECRET_BOUNDARY_SIZE_MAX + 1]);

/*
 * The value behind "name", whose sign is at `at`, without quotes: its start, and where it ends; or
 * 0.
 */
size_t secret_parameter_value(const struct secret_scan *value, size_t at, size_t *ret_start);

/* As much of a boundary as is remembered. */
void secret_copy_boundary(struct bytes boundary, char out[SECRET_BOUNDARY_SIZE_MAX + 1]);

/* The name of the type, in lower case and without parameters. */
void secret_copy_type(const struct secret_scan *value, char out[SECRET_TYPE_SIZE_MAX + 1]);

/* Whether a coding that a header names keeps a body from being searched. */
bool secret_is_compression(const struct secret_scan *value);

/* Whether compressed bytes begin there: gzip, zstd, zlib, xz, bzip2, ZIP. */
bool secret_begins_compressed(const struct secret_scan *scan, size_t at);

/* ---- a text without format ---- */

/* What a text has anywhere. */
enum secret_rules {
	SECRET_RULE_LINES = 1, /* lines that begin with a name */
	SECRET_RULE_SETTINGS = 2, /* name=value to the line's end, name: value */
	SECRET_RULE_STRINGS = 4, /* name="value" */
	SECRET_RULE_QUERIES = 8, /* ?name=value */
	SECRET_RULE_NAMES = 16, /* "name": value */
	SECRET_RULE_TOKENS = 32,
	SECRET_RULES_OF_JSON = SECRET_RULE_NAMES | SECRET_RULE_TOKENS,
	SECRET_RULES_OF_CODE = SECRET_RULES_OF_JSON | SECRET_RULE_STRINGS | SECRET_RULE_QUERIES,
	SECRET_RULES_OF_TEXT = SECRET_RULES_OF_CODE | SECRET_RULE_LINES | SECRET_RULE_SETTINGS,
};
void secret_text(const struct secret_scan *scan, unsigned rules);

/* ---- rules, called where they may apply; where to go on, or 0 ---- */

/* What only counts at a line's start. */
size_t secret_line(const struct secret_scan *scan, size_t at);

/* The end of the line at `at`, and of those that belong to it if it has a name and a value. */
size_t secret_line_end(const struct secret_scan *scan, size_t at);

/* "Authorization: Bearer ...": the scheme at `at` says how, not what; where that begins. */
size_t secret_skip_scheme(const struct secret_scan *scan, size_t at);

/* "--password value", "-u user:password" at a '-'. */
size_t secret_option(const struct secret_scan *scan, size_t at);

/* Tokens known by their looks, where a word begins. */
size_t secret_token(const struct secret_scan *scan, size_t at);

/* Keys between "-----BEGIN" and "-----END", at a '-'. */
size_t secret_key_block(const struct secret_scan *scan, size_t at);

/* scheme://user:password@host, at the ':'. */
size_t secret_userinfo(const struct secret_scan *scan, size_t at);

/* The path of a webhook, at a '/'. */
size_t secret_webhook(const struct secret_scan *scan, size_t at);

/* The name that ends before `end`. */
struct bytes secret_name_before(const struct secret_scan *scan, size_t end);

#endif
