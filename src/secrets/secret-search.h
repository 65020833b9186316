#ifndef SECRETS_SECRET_SEARCH_H
#define SECRETS_SECRET_SEARCH_H

/* Searches one text by its format. Used only by secret*.c. */

#include "secrets/secret-decode.h"
#include "secrets/secret-scan.h"

/* Searches the whole text. An unknown format is guessed from its beginning. */
void secret_search(const struct secret_scan *scan, enum secret_format format);

/*
 * Decodes [from, to) and searches it as a text of its own. When it reaches the last captured byte
 * and breaks off in a secret, the secret ends as `ending` says, which only the outer text knows.
 */
void secret_search_part(const struct secret_scan *scan, size_t from, size_t to,
	enum secret_coding coding, enum secret_ending ending);

/* Searches the whole text in a known format, without decoding. */
void secret_search_format(
	const struct secret_scan *scan, enum secret_format format, enum secret_ending ending);

/* Guesses the format of a text by its beginning. */
enum secret_format secret_sniff(const struct secret_scan *scan);

/* Returns the start of the first value, after anything that may precede JSON. */
size_t secret_json_start(const struct secret_scan *scan);

/* Whether a form begins at `at`: "name=". */
bool secret_is_form(const struct secret_scan *scan, size_t at);

/* ---- formats ---- */

void secret_query(const struct secret_scan *scan);
void secret_json(const struct secret_scan *scan);
void secret_markup(const struct secret_scan *scan);
void secret_multipart(const struct secret_scan *scan);

/* Searches the rows of a table whose first line names the columns. */
void secret_table(const struct secret_scan *scan);

/*
 * At a table line "| password | value |": hides the cell beside a secret's name. Returns the end of
 * the row, or 0 when it is none.
 */
size_t secret_table_row(const struct secret_scan *scan, size_t at);

/* Searches the tags of a text that is no markup. */
void secret_markup_tags(const struct secret_scan *scan);

/*
 * Hides the value of a secret's name in JSON or JavaScript; its quotes are escaped `level` times.
 */
size_t secret_json_value(const struct secret_scan *scan, size_t at, size_t level);

/*
 * Returns the end of the string that begins at `at` (after its quote): the closing quote, or the
 * end of the text.
 */
size_t secret_string_end(const struct secret_scan *scan, size_t at, uint8_t quote, size_t level);

/*
 * At a line "Content-Disposition: ..." in a text not known to be multipart: hides the body of the
 * part if its name is a secret's. Returns the start of the line that ends it, or 0.
 */
size_t secret_multipart_line(const struct secret_scan *scan, size_t at);

/* Notes the type of a body that no rule reads, unless it is text or an image. */
void secret_note_body(const struct secret_scan *body, const char *type);

/* Notes another protocol after an HTTP header: after CONNECT or an upgrade. */
void secret_note_tunnel(const struct secret_scan *text);

/* ---- header values ---- */

/* Reads Content-Type: the body's format and its boundary ("" when it has none). */
enum secret_format secret_read_type(
	const struct secret_scan *value, char boundary[SECRET_BOUNDARY_SIZE_MAX + 1]);

/*
 * Reads the value after a parameter's sign at `at`, without quotes: returns its start and sets its
 * end; or 0.
 */
size_t secret_parameter_value(const struct secret_scan *value, size_t at, size_t *ret_start);

/* Copies as much of a boundary as is remembered. */
void secret_copy_boundary(struct bytes boundary, char out[SECRET_BOUNDARY_SIZE_MAX + 1]);

/* Copies the media type in lower case, without parameters. */
void secret_copy_type(const struct secret_scan *value, char out[SECRET_TYPE_SIZE_MAX + 1]);

/* Whether the header names a compression, which keeps a body from being searched. */
bool secret_is_compression(const struct secret_scan *value);

/* Whether compressed data begins there: gzip, zstd, zlib, xz, bzip2, ZIP. */
bool secret_begins_compressed(const struct secret_scan *scan, size_t at);

/* ---- texts without a format ---- */

/* Which rules apply to a text. */
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

/* ---- rules, each called where it may apply; they return where to continue, or 0 ---- */

/* Rules for the start of a line. */
size_t secret_line(const struct secret_scan *scan, size_t at);

/* The end of the line at `at`, and of its continuation lines when it has a name and a value. */
size_t secret_line_end(const struct secret_scan *scan, size_t at);

/* Skips the scheme in "Authorization: Bearer ..."; returns the start of the credentials. */
size_t secret_skip_scheme(const struct secret_scan *scan, size_t at);

/* Hides the value of "--password value", "-u user:password", at a '-'. */
size_t secret_option(const struct secret_scan *scan, size_t at);

/* Hides a token recognized by its form, where a word begins. */
size_t secret_token(const struct secret_scan *scan, size_t at);

/* Hides a key between "-----BEGIN" and "-----END", at a '-'. */
size_t secret_key_block(const struct secret_scan *scan, size_t at);

/* Hides the password of scheme://user:password@host, at the ':'. */
size_t secret_userinfo(const struct secret_scan *scan, size_t at);

/* Hides the path of a webhook, at a '/'. */
size_t secret_webhook(const struct secret_scan *scan, size_t at);

/* Returns the name that ends before `end`. */
struct bytes secret_name_before(const struct secret_scan *scan, size_t end);

#endif
