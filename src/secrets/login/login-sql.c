/*
 * Passwords in SQL after PASSWORD, IDENTIFIED BY, IDENTIFIED WITH ... BY or AS, REPLACE and SET
 * PASSWORD FOR, in the strings of MySQL, PostgreSQL ($$...$$, E'...', U&'...'), SQL Server (N'...')
 * and Oracle (a bare word), and in the rows of INSERT whose columns have a secret's name. Prose has
 * the same words, so without a sign they count only in a statement.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/login/login-scan.h"
#include "secrets/secret-names.h"

enum {
	STRING_SIZE_MAX = 1024,
	STATEMENT_LOOK_SIZE = 512, /* distance of a word from its statement's verb */
	TAG_SIZE_MAX = 32, /* of $tag$ */
	FILLERS_MAX = 16, /* blanks and comments between two words */
	NAME_SIZE_MAX = 160, /* of a user, a plugin or a column */
	COLUMNS_MAX = 64,
	ROW_SIZE_MAX = 4096, /* of one value of a row */
};

static bool is_name_byte(uint8_t c)
{
	return ascii_is_alphanumeric(c) || c == '_' || c == '$' || c >= 0x80;
}

/* Skips blanks, line breaks and comments. */
static size_t skip_fillers(const struct login_scan *scan, size_t at)
{
	for (unsigned i = 0; i < FILLERS_MAX; i++) {
		size_t start = at;
		while (login_byte(scan, at) && strchr(" \t\r\n", login_byte(scan, at)))
			at++;
		if (login_byte(scan, at) == '/' && login_byte(scan, at + 1) == '*') {
			const uint8_t *from = scan->text.data + at;
			size_t left = scan->text.size - at;
			left = left < STRING_SIZE_MAX ? left : STRING_SIZE_MAX;
			const uint8_t *end = memmem(from, left, "*/", 2);
			at = end ? (size_t)(end - scan->text.data) + 2 : at;
		} else if (login_byte(scan, at) == '-' && login_byte(scan, at + 1) == '-') {
			at = login_next_line(scan, login_line_end(scan, at));
		}
		if (at == start)
			return at;
	}
	return at;
}

static bool has_letters(const struct login_scan *scan, size_t at, const char *word)
{
	size_t size = strlen(word);
	return at + size <= scan->text.size &&
		strncasecmp((const char *)scan->text.data + at, word, size) == 0;
}

/* Returns the offset after `word`, ignoring case; 0 when it is not at `at` as a whole word. */
static size_t after_word(const struct login_scan *scan, size_t at, const char *word)
{
	size_t end = at + strlen(word);
	if (!has_letters(scan, at, word) || is_name_byte(login_byte(scan, end)))
		return 0;
	return skip_fillers(scan, end);
}

/* Whether a word begins here. A letter after NUL is a message's length: "Q\0\0\0XALTER ROLE". */
static bool begins_word(const struct login_scan *scan, size_t at)
{
	return at == 0 || !is_name_byte(scan->text.data[at - 1]) ||
		(at > 1 && scan->text.data[at - 2] == 0);
}

/*
 * Whether a statement that sets a login begins shortly before `at`, or may have begun before the
 * text.
 */
static bool is_in_statement(const struct login_scan *scan, size_t at)
{
	static const char *const verbs[] = { "create", "alter", "grant", "set password", "set role",
		"change " };
	static const char *const objects[] = { "user", "role", "login", "database", "server",
		"mapping", "to ", "password", "source", "master", "credential", "replication",
		"secret" };
	size_t start = at > STATEMENT_LOOK_SIZE ? at - STATEMENT_LOOK_SIZE : 0;
	if (start == 0 && login_is_damaged(scan))
		return true;
	bool has_verb = false;
	for (size_t i = start; i < at; i++) {
		if (!begins_word(scan, i))
			continue;
		for (size_t j = 0; j < ARRAY_COUNT(verbs); j++)
			has_verb = has_verb || has_letters(scan, i, verbs[j]);
		for (size_t j = 0; has_verb && j < ARRAY_COUNT(objects); j++) {
			if (has_letters(scan, i, objects[j]))
				return true;
		}
	}
	return false;
}

/* Hides $$text$$ and $tag$text$tag$; returns the offset after it, or `at`. */
static size_t hide_dollar_string(struct login_scan *scan, size_t at)
{
	size_t open = at + 1;
	while (open - at < TAG_SIZE_MAX && is_name_byte(login_byte(scan, open)) &&
		login_byte(scan, open) != '$')
		open++;
	if (login_byte(scan, open) != '$' || (ascii_is_digit(login_byte(scan, at + 1))))
		return at;
	size_t tag = ++open - at, left = scan->text.size - open;
	left = left < STRING_SIZE_MAX ? left : STRING_SIZE_MAX;
	const uint8_t *close = memmem(scan->text.data + open, left, scan->text.data + at, tag);
	if (!close && open + left < scan->text.size)
		return at;
	size_t end = close ? (size_t)(close - scan->text.data) : scan->text.size;
	login_hide(scan, open, end);
	return close ? end + tag : end;
}

/*
 * Hides the quoted string at `at`, in which quotes are doubled or escaped. Returns the offset after
 * it, or `at`. Only in a statement may it span lines, since a form's value may begin with a quote,
 * too.
 */
static size_t hide_string(struct login_scan *scan, size_t at, bool is_sure)
{
	size_t quote_at = at;
	if (has_letters(scan, at, "u&'") || has_letters(scan, at, "u&\""))
		quote_at += 2;
	else if (login_byte(scan, at) && strchr("NnEeBbXx", login_byte(scan, at)))
		quote_at += 1;
	uint8_t quote = login_byte(scan, quote_at);
	if (login_byte(scan, at) == '$')
		return hide_dollar_string(scan, at);
	if (quote != '\'' && quote != '"')
		return at;
	size_t end = quote_at + 1;
	while (end < scan->text.size) {
		uint8_t c = scan->text.data[end];
		if (end - quote_at > STRING_SIZE_MAX || (c == '\n' && !is_sure))
			return at;
		if (c == '\\') {
			end += 2;
			continue;
		}
		/* the next byte may be the second of a pair */
		bool is_last = end + 1 == scan->text.size;
		if (c == quote && !is_last && scan->text.data[end + 1] != quote)
			break;
		end += c == quote ? 2 : 1;
	}
	login_hide(scan, quote_at + 1, end);
	return end < scan->text.size ? end + 1 : scan->text.size;
}

/* Hides a bare word, as in Oracle. */
static size_t hide_word(struct login_scan *scan, size_t at)
{
	size_t end = at;
	while (is_name_byte(login_byte(scan, end)) || login_byte(scan, end) == '#')
		end++;
	login_hide(scan, at, end);
	return end;
}

/* Returns the end of a user's or plugin's name, quoted or not, with its host: 'a'@'%'. */
static size_t name_end(const struct login_scan *scan, size_t at)
{
	size_t end = at;
	uint8_t quote = 0;
	for (; end < scan->text.size && end - at < NAME_SIZE_MAX; end++) {
		uint8_t c = scan->text.data[end];
		if (quote) {
			quote = c == quote ? 0 : quote;
			continue;
		}
		if (c == '\'' || c == '"' || c == '`')
			quote = c;
		else if (!is_name_byte(c) && !strchr("@.%-", c))
			break;
	}
	return end;
}

/*
 * After IDENTIFIED: returns the start of the password, or 0. *ret_is_bare says whether it may be a
 * bare word.
 */
static size_t identified_value(const struct login_scan *scan, size_t at, bool *ret_is_bare)
{
	size_t with = after_word(scan, at, "with"), next;
	if (!with)
		with = after_word(scan, at, "via"); /* MariaDB */
	if (with)
		at = skip_fillers(scan, name_end(scan, with));
	next = after_word(scan, at, "by");
	if (!next)
		next = after_word(scan, at, with ? "as" : "by");
	if (!next && with)
		next = after_word(scan, at, "using");
	if (!next)
		return 0;
	*ret_is_bare = !with;
	static const char *const kinds[] = { "password", "values", "random" };
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		size_t behind = after_word(scan, next, kinds[i]);
		if (behind) {
			*ret_is_bare = false;
			return login_byte(scan, behind) == '(' ? skip_fillers(scan, behind + 1)
							       : behind;
		}
	}
	return next;
}

/* Hides IDENTIFIED BY 'new' REPLACE 'old'; returns the end, or `at`. */
static size_t hide_identified(struct login_scan *scan, size_t at, size_t value)
{
	bool is_bare = false;
	if (!is_in_statement(scan, at))
		return at;
	value = identified_value(scan, value, &is_bare);
	if (!value)
		return at;
	size_t end = hide_string(scan, value, true);
	if (end == value && is_bare)
		end = hide_word(scan, value);
	size_t old = after_word(scan, skip_fillers(scan, end), "replace");
	if (end > value && old) {
		size_t old_end = hide_string(scan, old, true);
		end = old_end > old ? old_end : hide_word(scan, old);
	}
	return end > value ? end : at;
}

/* Whether a string, or a sign before one, is at `at`. */
static bool may_be_value(const struct login_scan *scan, size_t at)
{
	uint8_t c = login_byte(scan, at);
	return c && strchr("'\"$=(NnEeBbXxUuTt", c);
}

/*
 * After PASSWORD or SECRET: hides = 'x', ('x'), FOR user = 'x', TO 'x', 'x'. Returns the end of
 * what was hidden, or `at`.
 */
static size_t hide_password(struct login_scan *scan, size_t at, size_t value)
{
	size_t user = after_word(scan, value, "for");
	bool is_secret = has_letters(scan, at, "secret");
	size_t size = strlen(is_secret ? "secret" : "password");
	uint8_t next = login_byte(scan, at + size);
	bool is_sure = user || (may_be_value(scan, value) && is_in_statement(scan, at));
	if (user)
		value = skip_fillers(scan, name_end(scan, user));
	size_t to = after_word(scan, value, "to");
	if (to)
		value = to;
	/* A quote after the word ends a quoted name, whose value follows a sign. */
	bool is_quoted = next == '"' || next == '`' || next == '\'';
	if (is_quoted)
		value = skip_fillers(scan, at + size + 1);
	bool has_sign =
		login_byte(scan, value) == '=' || (next == '(' && login_byte(scan, value) == '(');
	if ((!has_sign && (!is_sure || is_quoted)))
		return at;
	for (unsigned i = 0;
		i < FILLERS_MAX && login_byte(scan, value) && strchr("=(", login_byte(scan, value));
		i++)
		value = skip_fillers(scan, value + 1);
	size_t function = after_word(scan, value, "password");
	if (function && login_byte(scan, function) == '(')
		value = skip_fillers(scan, function + 1);
	size_t end = hide_string(scan, value, is_sure);
	return end > value ? end : at;
}

/* ---- INSERT INTO users (name, password) VALUES ('anna', '...') ---- */

/*
 * Reads the names of columns up to ')'. Returns the offset after it, or 0; each bit marks a secret
 * column.
 */
static size_t read_columns(const struct login_scan *scan, size_t at, uint64_t *ret_secret)
{
	*ret_secret = 0;
	for (unsigned i = 0; i < COLUMNS_MAX; i++) {
		size_t start = skip_fillers(scan, at), end;
		uint8_t quote = login_byte(scan, start);
		start += quote && strchr("\"`[", quote) != NULL;
		for (end = start;
			is_name_byte(login_byte(scan, end)) && end - start < NAME_SIZE_MAX;)
			end++;
		if (end == start)
			return 0;
		if (secret_is_member((struct bytes){ scan->text.data + start, end - start }))
			*ret_secret |= UINT64_C(1) << i;
		at = end + (login_byte(scan, end) && strchr("\"`]", login_byte(scan, end)) != NULL);
		at = skip_fillers(scan, at);
		if (login_byte(scan, at) == ')')
			return skip_fillers(scan, at + 1);
		if (login_byte(scan, at++) != ',')
			return 0;
	}
	return 0;
}

/* Returns the end of a value: a comma or bracket outside quotes and function calls. */
static size_t value_end(const struct login_scan *scan, size_t at)
{
	unsigned depth = 0;
	size_t start = at;
	uint8_t quote = 0;
	for (; at < scan->text.size && at - start < ROW_SIZE_MAX; at++) {
		uint8_t c = scan->text.data[at];
		if (quote) {
			at += c == '\\';
			quote = c == quote ? 0 : quote;
		} else if (c == '\'' || c == '"') {
			quote = c;
		} else if (depth == 0 && (c == ',' || c == ')')) {
			return at;
		} else {
			depth += c == '(';
			depth -= c == ')';
		}
	}
	return at < scan->text.size ? at : scan->text.size;
}

/* Hides a value without surrounding blanks and quotes. */
static void hide_value(struct login_scan *scan, size_t from, size_t to)
{
	if (hide_string(scan, from, true) > from)
		return;
	while (to > from && strchr(" \t\r\n", scan->text.data[to - 1]) && scan->text.data[to - 1])
		to--;
	struct login_word word = { from, to };
	if (!login_word_is(scan, word, "NULL") && !login_word_is(scan, word, "DEFAULT") &&
		!login_word_is(scan, word, "?") && login_byte(scan, from) != '$' &&
		login_byte(scan, from) != ':')
		login_hide(scan, from, to);
}

/* Hides secret columns in the rows; returns their end, or `at` when nothing was hidden. */
static size_t hide_rows(struct login_scan *scan, size_t at, uint64_t secret)
{
	size_t end = at;
	while (login_byte(scan, at) == '(') {
		for (unsigned i = 0; i < COLUMNS_MAX && at < scan->text.size; i++) {
			size_t value = skip_fillers(scan, at + 1);
			at = value_end(scan, value);
			if (secret >> i & 1)
				hide_value(scan, value, at);
			if (login_byte(scan, at) != ',')
				break;
		}
		end = at = login_byte(scan, at) == ')' ? at + 1 : at;
		at = skip_fillers(scan, at);
		if (login_byte(scan, at) != ',')
			break;
		at = skip_fillers(scan, at + 1);
	}
	return end;
}

/* After INSERT or REPLACE: hides secret columns; returns the end of the rows, or `at`. */
static size_t hide_insert(struct login_scan *scan, size_t at, size_t into)
{
	uint64_t secret;
	size_t table = after_word(scan, into, "into");
	if (!table)
		return at;
	size_t columns = skip_fillers(scan, name_end(scan, table));
	size_t next =
		login_byte(scan, columns) == '(' ? read_columns(scan, columns + 1, &secret) : 0;
	size_t rows = next && secret ? after_word(scan, next, "values") : 0;
	if (!rows)
		return at;
	size_t end = hide_rows(scan, rows, secret);
	return end > rows ? end : at;
}

/* Hides the password of the clause at `at`; returns its end, or `at` when it sets none. */
static size_t hide_clause(struct login_scan *scan, size_t at)
{
	size_t value = after_word(scan, at, "password");
	if (value)
		return hide_password(scan, at, value);
	value = after_word(scan, at, "secret"); /* DuckDB */
	if (value && login_byte(scan, value) == '\'' && is_in_statement(scan, at))
		return hide_password(scan, at, value);
	value = after_word(scan, at, "identified");
	if (value)
		return hide_identified(scan, at, value);
	value = after_word(scan, at, "insert");
	if (!value)
		value = after_word(scan, at, "replace");
	return value ? hide_insert(scan, at, value) : at;
}

bool login_find_sql(struct login_scan *scan)
{
	bool is_known = false;
	for (size_t at = 0; at < scan->text.size; at++) {
		uint8_t c = scan->text.data[at] | 0x20;
		if (c != 'p' && c != 'i' && c != 's' && c != 'r')
			continue;
		size_t end = hide_clause(scan, at);
		if (end > at) {
			is_known = true;
			at = end - 1;
		}
	}
	return is_known;
}
