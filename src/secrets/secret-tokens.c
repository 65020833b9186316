/*
 * Finds secrets that their form alone identifies: JSON Web Tokens, signed or encrypted (RFC 7519,
 * RFC 7516), bearer tokens (RFC 6750), tokens with a vendor's prefix, hashed passwords, URLs of
 * webhooks, and keys in PEM (RFC 7468), in PGP's armor (RFC 9580, 6.2) and in PuTTY's format.
 */
#include "secrets/secret-prefixes.h"

#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-search.h"

enum {
	BEARER_SIZE_MIN = 12,
	BEARER_SURE_SIZE = 24, /* enough without a digit */
	BASIC_SIZE_MIN = 8,
	LABEL_SIZE_MAX = 64,
	AWS_SECRET_SIZE = 40,
	RUN_SIZE_MAX = 128, /* of a part with a known size */
	LOOK_SIZE = 4096, /* how far the first dot of a JWT may be */
	WEAK_LOOK_SIZE = 256, /* part of a word that decides whether it is one */
};

static bool is_hex_or_end(const struct secret_scan *scan, size_t at)
{
	return at < scan->text.size ? ascii_is_hex_digit(scan->text.data[at]) : scan->lacks_end;
}

/* Returns the end of the longest run of token characters. */
static size_t token_end(const struct secret_scan *scan, size_t at)
{
	while (is_token_byte(byte_at(scan, at)) || byte_at(scan, at) == '$' ||
		(byte_at(scan, at) == '%' && is_hex_or_end(scan, at + 1) &&
			is_hex_or_end(scan, at + 2)))
		at++;
	return at;
}

static bool is_cut(const struct secret_scan *scan, size_t end)
{
	return end >= scan->text.size && scan->lacks_end;
}

static size_t hide_token(const struct secret_scan *scan, size_t from, size_t to)
{
	return secret_hide(scan, from, to, SECRET_TOKEN, SECRET_ENDS_WITH_TOKEN);
}

static size_t run_of(const struct secret_scan *scan, size_t at, bool (*is_member)(int64_t point))
{
	size_t end = at;
	while (end - at < RUN_SIZE_MAX && is_member(byte_at(scan, end)))
		end++;
	return end - at;
}

static bool has_digit(const struct secret_scan *scan, size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		if (ascii_is_digit(scan->text.data[at]))
			return true;
	}
	return false;
}

static bool has_separator(const struct secret_scan *scan, size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		if (is_among(scan->text.data[at], "-_./"))
			return true;
	}
	return false;
}

/* Whether this is words or short numbers joined by signs: "animation-fade-in-2". */
static bool is_words(const struct secret_scan *scan, size_t from, size_t to)
{
	enum { NUMBER_DIGITS_MAX = 4 };
	size_t parts = 0;
	for (size_t at = from, start = from; at <= to; at++) {
		if (at < to && !is_among(scan->text.data[at], "-_./"))
			continue;
		size_t digits = 0, small = 0, size = at - start;
		for (size_t i = start; i < at; i++) {
			uint8_t c = scan->text.data[i];
			digits += ascii_is_digit(c);
			small += c >= 'a' && c <= 'z';
		}
		bool is_word = small == size ||
			(size > 1 && small == size - 1 && !digits && scan->text.data[start] < 'a');
		if (!is_word && (digits != size || size > NUMBER_DIGITS_MAX))
			return false;
		parts++;
		start = at + 1;
	}
	return parts > 1;
}

/* ---- tokens with a prefix ---- */

static bool has_prefix(const struct secret_scan *scan, size_t at, const char *prefix)
{
	size_t size = strlen(prefix);
	return scan->text.size - at >= size && scan->text.data[at] == (uint8_t)prefix[0] &&
		memcmp(scan->text.data + at, prefix, size) == 0;
}

/* Hides the secret of an Amazon key, which follows the key's recognizable id in files. */
static size_t hide_aws_secret(const struct secret_scan *scan, size_t at)
{
	size_t start = at;
	while (is_among(byte_at(scan, start), " \t,;:\"'"))
		start++;
	size_t end = token_end(scan, start);
	if (start == at || (end - start != AWS_SECRET_SIZE && !is_cut(scan, end)))
		return at;
	return hide_token(scan, start, end);
}

static size_t prefixed_token(const struct secret_scan *scan, size_t at)
{
	size_t count, found_size = 0, size_min = 0;
	bool is_weak = false;
	const struct secret_prefix *prefixes = secret_prefixes(&count);
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(prefixes[i].prefix);
		if (size > found_size && has_prefix(scan, at, prefixes[i].prefix)) {
			found_size = size;
			size_min = prefixes[i].size_min;
			is_weak = prefixes[i].is_weak;
		}
	}
	if (!found_size)
		return 0;
	size_t end = token_end(scan, at);
	size_t look_end = end - at > WEAK_LOOK_SIZE ? at + WEAK_LOOK_SIZE : end;
	bool is_word = is_weak && look_end == end &&
		(is_words(scan, at + found_size, end) ||
			(!has_digit(scan, at + found_size, end) &&
				has_separator(scan, at + found_size, end)));
	bool is_long = end - at >= size_min && !is_word;
	if (!is_long && !is_cut(scan, end))
		return 0;
	end = hide_token(scan, at + found_size, end);
	bool is_aws = has_prefix(scan, at, "AKIA") || has_prefix(scan, at, "ASIA");
	return is_aws ? hide_aws_secret(scan, end) : end;
}

static bool is_crypt_byte(int64_t c)
{
	return ascii_is_alphanumeric(c) || c == '.' || c == '/';
}

/* Hides the hash of crypt(3), $id$salt$hash; parameters may precede the salt. */
static size_t password_hash(const struct secret_scan *scan, size_t at)
{
	static const struct {
		const char *prefix;
		size_t size_min; /* of the hash; examples show only a part */
	} kinds[] = { { "$1$", 22 }, { "$apr1$", 22 }, { "$5$", 22 }, { "$6$", 22 }, { "$y$", 22 },
		{ "$7$", 22 }, { "$gy$", 22 }, { "$P$", 31 }, { "$H$", 31 } };
	enum { FIELDS_MAX = 4 };
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (!has_prefix(scan, at, kinds[i].prefix))
			continue;
		size_t start = at + strlen(kinds[i].prefix), part = start;
		for (unsigned j = 0; j < FIELDS_MAX; j++) {
			size_t end = part + run_of(scan, part, is_crypt_byte);
			bool is_parameter = byte_at(scan, end) == '=';
			if (is_parameter)
				end += 1 + run_of(scan, end + 1, ascii_is_digit);
			if (end - part >= kinds[i].size_min || is_cut(scan, end))
				return hide_token(scan, start, end);
			if (end == part || byte_at(scan, end) != '$')
				return 0;
			part = end + 1;
		}
	}
	return 0;
}

/* Returns the end of a token's part that continues in the next line after a dot, or `end`. */
static size_t next_part_end(const struct secret_scan *scan, size_t end, size_t *ret_start)
{
	enum { PART_SIZE_MIN = 8 };
	size_t start = skip_space(scan, end);
	bool is_broken = end > 0 && newline_size(scan, end) &&
		(scan->text.data[end - 1] == '.' || byte_at(scan, start) == '.');
	size_t next = is_broken ? token_end(scan, start) : end;
	*ret_start = start;
	return is_broken && (next - start >= PART_SIZE_MIN || is_cut(scan, next)) ? next : end;
}

/* Hides a JSON Web Token: base64 of {" (blanks or a line break are allowed), and a dot. */
static size_t web_token(const struct secret_scan *scan, size_t at)
{
	enum { SIZE_MIN = 16, PARTS_MAX = 5 };
	static const char *const starts[] = { "eyJ", "eyA", "ewog", "ew0K", "ewoJ" };
	bool is_start = false;
	for (size_t i = 0; i < ARRAY_COUNT(starts); i++)
		is_start = is_start || has_prefix(scan, at, starts[i]);
	if (!is_start)
		return 0;
	size_t end = token_end(scan, at), look_end = end;
	if (end - at > LOOK_SIZE)
		look_end = at + LOOK_SIZE;
	bool has_dot = look_end < end || find_byte(scan, at, look_end, '.') < look_end;
	for (size_t i = at; i < look_end && !has_dot; i++)
		has_dot = has_word(scan, i, "%2e");
	bool is_token = has_dot && end - at >= SIZE_MIN;
	if (!is_token && !is_cut(scan, end))
		return 0;
	(void)hide_token(scan, at + 3, end);
	for (unsigned i = 0; i < PARTS_MAX; i++) {
		size_t start, next = next_part_end(scan, end, &start);
		if (next == end)
			break;
		end = hide_token(scan, start, next);
	}
	return end;
}

/*
 * Hides base64 of "-----BEGI" and the lines after it. A certificate or a public key is no secret.
 */
static size_t encoded_key(const struct secret_scan *scan, size_t at)
{
	enum { SIZE_MIN = 40 };
	if (!has_prefix(scan, at, "LS0tLS1CRUdJTi") ||
		has_prefix(scan, at, "LS0tLS1CRUdJTiBDRVJUSUZJQ0FUR") ||
		has_prefix(scan, at, "LS0tLS1CRUdJTiBQVUJMSUMg"))
		return 0;
	size_t end = token_end(scan, at);
	if (end - at < SIZE_MIN && !is_cut(scan, end))
		return 0;
	(void)hide_token(scan, at, end);
	while (newline_size(scan, end)) {
		size_t start = skip_blanks(scan, end + newline_size(scan, end));
		size_t next = token_end(scan, start);
		if (next == start ||
			(!newline_size(scan, next) && next < scan->text.size &&
				!is_among(scan->text.data[next], "\"'<")))
			break;
		end = hide_token(scan, start, next);
	}
	return end;
}

/* ---- tokens after a scheme ---- */

/* Hides the token of "Bearer abc123". It must be long, or have a digit, to be no word of prose. */
static size_t bearer_token(const struct secret_scan *scan, size_t at)
{
	static const char *const schemes[] = { "bearer", "kakaoak" };
	for (size_t i = 0; i < ARRAY_COUNT(schemes); i++) {
		size_t start = at + strlen(schemes[i]);
		if (!has_word(scan, at, schemes[i]) || !is_blank(byte_at(scan, start)))
			continue;
		start = skip_blanks(scan, start);
		size_t end = token_end(scan, start);
		bool is_token = end - start >= BEARER_SIZE_MIN &&
			(has_digit(scan, start, end) || end - start >= BEARER_SURE_SIZE);
		return is_token || is_cut(scan, end) ? hide_token(scan, start, end) : 0;
	}
	return 0;
}

/* Hides the token of "Basic dXNlcjpw...": base64 of text with a colon (RFC 7617). */
static size_t basic_token(const struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "basic "))
		return 0;
	size_t start = skip_blanks(scan, at + strlen("basic ")), end = start;
	uint32_t bits = 0;
	bool has_colon = false;
	for (; base64_digit(byte_at(scan, end)) >= 0; end++) {
		bits = bits << 6 | (uint32_t)base64_digit(scan->text.data[end]);
		/* bytes are complete from the second character on */
		unsigned count = (unsigned)(end - start) % 4;
		uint8_t byte = (uint8_t)(bits >> (6 - 2 * count) % 8);
		has_colon = has_colon || (count > 0 && byte == ':');
	}
	while (byte_at(scan, end) == '=')
		end++;
	bool is_basic = has_colon && end - start >= BASIC_SIZE_MIN;
	return is_basic || is_cut(scan, end) ? hide_token(scan, start, end) : 0;
}

/* ---- tokens with a fixed form ---- */

static bool is_base64url(int64_t c)
{
	return ascii_is_alphanumeric(c) || c == '-' || c == '_';
}

/*
 * Hides the token of a Discord bot: its number in base64, a time, and the secret, separated by
 * dots.
 */
static size_t discord_token(const struct secret_scan *scan, size_t at)
{
	if (!is_among(byte_at(scan, at), "MNO"))
		return 0;
	size_t number = run_of(scan, at, is_base64url), time = at + number + 1;
	size_t time_size = run_of(scan, time, is_base64url), secret = time + time_size + 1;
	size_t secret_size = run_of(scan, secret, is_base64url);
	if (number < 18 || number > 32 || byte_at(scan, time - 1) != '.')
		return 0;
	if (is_cut(scan, time + time_size))
		return hide_token(scan, time, scan->text.size);
	if (time_size < 5 || time_size > 8 || byte_at(scan, secret - 1) != '.')
		return 0;
	size_t end = secret + secret_size;
	return secret_size >= 20 || is_cut(scan, end) ? hide_token(scan, time, end) : 0;
}

/* Hides the token of a Telegram bot: its number, a colon, 35 letters; in an address after "bot". */
static size_t telegram_token(const struct secret_scan *scan, size_t at)
{
	size_t number = at + (has_word(scan, at, "bot") ? 3 : 0);
	size_t digits = run_of(scan, number, ascii_is_digit), secret = number + digits + 1;
	if (digits < 6 || digits > 12)
		return 0;
	if (byte_at(scan, secret - 1) == '%' && has_word(scan, secret, "3a"))
		secret += 2;
	else if (byte_at(scan, secret - 1) != ':')
		return 0;
	size_t size = run_of(scan, secret, is_base64url);
	bool is_token = size >= 30 && size <= 40 && has_digit(scan, secret, secret + size);
	is_token = is_token || is_cut(scan, secret + size);
	return is_token ? hide_token(scan, secret, secret + size) : 0;
}

/* Hides Twilio's token: two letters and 32 hexadecimal digits. */
static size_t twilio_token(const struct secret_scan *scan, size_t at)
{
	enum { DIGITS = 32 };
	if (!has_prefix(scan, at, "SK") && !has_prefix(scan, at, "AC"))
		return 0;
	size_t size = run_of(scan, at + 2, ascii_is_hex_digit);
	bool is_token = size == DIGITS && !ascii_is_alphanumeric(byte_at(scan, at + 2 + size));
	return is_token ? hide_token(scan, at + 2, at + 2 + size) : 0;
}

static bool is_azure_byte(int64_t c)
{
	return is_base64url(c) || c == '~' || c == '.';
}

/* Hides Azure's client secret: three characters, a digit, "Q~", and 31 to 40 more. */
static size_t azure_secret(const struct secret_scan *scan, size_t at)
{
	bool is_secret = byte_at(scan, at + 4) == 'Q' && byte_at(scan, at + 5) == '~' &&
		ascii_is_digit(byte_at(scan, at + 3));
	size_t size = is_secret ? run_of(scan, at + 6, is_azure_byte) : 0, end = at + 6 + size;
	bool is_long = size >= 31 && size <= 40;
	return is_secret && (is_long || is_cut(scan, end)) ? hide_token(scan, at, end) : 0;
}

/* Hides the token of HashiCorp's cloud: 14 letters, ".atlasv1.", and a long rest. */
static size_t atlas_token(const struct secret_scan *scan, size_t at)
{
	enum { NAME_SIZE = 14, REST_SIZE_MIN = 40 };
	size_t start = at + NAME_SIZE + strlen(".atlasv1.");
	if (byte_at(scan, at + NAME_SIZE) != '.' || !has_word(scan, at + NAME_SIZE, ".atlasv1."))
		return 0;
	size_t end = token_end(scan, start);
	return end - start >= REST_SIZE_MIN || is_cut(scan, end) ? hide_token(scan, at, end) : 0;
}

/* Hides the token of Twitch's chat: "oauth:" and at least 30 letters or digits. */
static size_t twitch_token(const struct secret_scan *scan, size_t at)
{
	enum { SIZE_MIN = 30 };
	size_t start = at + strlen("oauth:");
	if (!has_word(scan, at, "oauth:"))
		return 0;
	size_t size = run_of(scan, start, ascii_is_alphanumeric), end = start + size;
	bool is_token = size >= SIZE_MIN && has_digit(scan, start, end);
	return is_token || is_cut(scan, end) ? hide_token(scan, start, end) : 0;
}

/* Hides Mailchimp's key: 32 hexadecimal digits and the number of a data center. */
static size_t mailchimp_key(const struct secret_scan *scan, size_t at)
{
	enum { DIGITS = 32 };
	if (!ascii_is_hex_digit(byte_at(scan, at)) || byte_at(scan, at + DIGITS) != '-' ||
		!has_word(scan, at + DIGITS, "-us") ||
		run_of(scan, at, ascii_is_hex_digit) != DIGITS)
		return 0;
	size_t number = run_of(scan, at + DIGITS + 3, ascii_is_digit);
	return number && number <= 2 ? hide_token(scan, at, at + DIGITS) : 0;
}

size_t secret_token(const struct secret_scan *scan, size_t at)
{
	static size_t (*const kinds[])(const struct secret_scan *scan, size_t at) = {
		prefixed_token,
		password_hash,
		web_token,
		bearer_token,
		basic_token,
		discord_token,
		telegram_token,
		twilio_token,
		encoded_key,
		azure_secret,
		atlas_token,
		mailchimp_key,
		twitch_token,
	};
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		size_t end = kinds[i](scan, at);
		if (end)
			return end;
	}
	return 0;
}

/* ---- webhooks ---- */

static bool is_capital_or_digit(int64_t c)
{
	return ascii_is_digit(c) || (c >= 'A' && c <= 'Z');
}

/* Whether this is a Slack team and the next part: "T01ABCDEF/B02ABCDEF/". Words have no digits. */
static bool is_slack_team(const struct secret_scan *scan, size_t at)
{
	enum { PART_SIZE_MIN = 7 };
	size_t size = run_of(scan, at, is_capital_or_digit), sign = at + size;
	if (byte_at(scan, at) != 'T')
		return false;
	if (is_cut(scan, sign))
		return true;
	size_t next = sign + (has_word(scan, sign, "%2f") ? 3 : 1);
	if (size < PART_SIZE_MIN || !is_among(byte_at(scan, sign), "/%"))
		return false;
	size_t next_size = run_of(scan, next, is_capital_or_digit);
	uint8_t c = byte_at(scan, next + next_size);
	if (is_cut(scan, next + next_size))
		return true;
	return next_size >= PART_SIZE_MIN && (c == '/' || c == '%') &&
		has_digit(scan, at, next + next_size);
}

/* Whether this is the number of a Discord webhook or interaction, and a slash. */
static bool is_discord_number(const struct secret_scan *scan, size_t at)
{
	size_t size = run_of(scan, at, ascii_is_digit);
	return is_cut(scan, at + size) ||
		(size >= 15 && size <= 21 && is_among(byte_at(scan, at + size), "/%"));
}

/*
 * Whether this is random letters and digits, without the signs between words (Mattermost,
 * Rocket.Chat).
 */
static bool is_random_part(const struct secret_scan *scan, size_t at)
{
	enum { SIZE_MIN = 17 };
	size_t size = run_of(scan, at, ascii_is_alphanumeric);
	return is_cut(scan, at + size) ||
		(size >= SIZE_MIN && has_digit(scan, at, at + size) &&
			!is_among(byte_at(scan, at + size), "-_."));
}

size_t secret_webhook(const struct secret_scan *scan, size_t at)
{
	static const struct {
		const char *path;
		/* checks what follows the path */
		bool (*is_right)(const struct secret_scan *scan, size_t at);
		size_t size_min;
	} webhooks[] = {
		{ "/api/webhooks/", NULL, 30 }, /* Discord */
		{ "/webhooks/", is_discord_number, 45 }, /* the same: /api/v10 */
		{ "/interactions/", is_discord_number, 45 }, { "/services/", is_slack_team, 20 },
		{ "/workflows/", is_slack_team, 20 }, { "/triggers/", is_slack_team, 20 },
		{ "/webhookb2/", NULL, 30 }, /* Teams */
		{ "/hooks/catch/", NULL, 8 }, /* Zapier */
		{ "/hooks/", is_random_part, 24 }, { "/with/key/", NULL, 10 }, /* IFTTT */
	};
	for (size_t i = 0; i < ARRAY_COUNT(webhooks); i++) {
		size_t start = at + strlen(webhooks[i].path);
		if (!has_word(scan, at, webhooks[i].path) || start >= scan->text.size ||
			(webhooks[i].is_right && !webhooks[i].is_right(scan, start)))
			continue;
		size_t end = token_end(scan, start);
		while (byte_at(scan, end) == '@')
			end = token_end(scan, end + 1);
		if (end - start >= webhooks[i].size_min || is_cut(scan, end))
			return hide_token(scan, start, end);
	}
	return 0;
}

/* ---- keys in blocks of lines ---- */

static bool has_label(const struct secret_scan *scan, size_t from, size_t to)
{
	static const char *const labels[] = { "private key", "pgp message", "encrypted private",
		"openssh key", "openvpn static key", "pkcs12", "secret" };
	for (size_t at = from; at < to; at++) {
		for (size_t i = 0; i < ARRAY_COUNT(labels); i++) {
			if (has_word(scan, at, labels[i]))
				return true;
		}
	}
	return false;
}

/* Returns the end of a label between dashes, or 0. A cut label counts as a secret's. */
static size_t label_end(const struct secret_scan *scan, size_t at, bool *ret_is_secret)
{
	size_t end = at;
	while (end - at < LABEL_SIZE_MAX &&
		(ascii_is_alphanumeric(byte_at(scan, end)) || is_among(byte_at(scan, end), " _")))
		end++;
	*ret_is_secret = has_label(scan, at, end) || is_cut(scan, end);
	return byte_at(scan, end) == '-' || is_cut(scan, end) ? end : 0;
}

/* Returns the end of a key whose beginning is missing. */
static size_t key_tail(const struct secret_scan *scan, size_t at)
{
	bool is_secret;
	size_t label =
		at + (has_word(scan, at, "---- ") ? strlen("---- end ") : strlen("-----end "));
	size_t end = label_end(scan, label, &is_secret);
	if (!end || !is_secret || !scan->lacks_start || scan->search->has_key_tail)
		return 0;
	scan->search->has_key_tail = true;
	struct secret_value value = { .kind = SECRET_FRAGMENT };
	secret_cover_lines(scan, &value, 0, at);
	return end;
}

/* Whether this is the end of a first line whose beginning is missing: "... PRIVATE KEY-----". */
static bool is_cut_label(const struct secret_scan *scan, size_t at)
{
	return scan->lacks_start && at < LABEL_SIZE_MAX && has_word(scan, at, "-----") &&
		find_byte(scan, 0, at, '\n') == at && has_label(scan, 0, at);
}

/* Whether this is the beginning of a cut first line: "-----BEG". */
static bool is_cut_begin(const struct secret_scan *scan, size_t at)
{
	static const char begin[] = "-----begin ";
	size_t size = scan->text.size - at;
	if (!scan->lacks_end || size < 6 || size >= strlen(begin))
		return false;
	for (size_t i = 0; i < size; i++) {
		if (ascii_lower(scan->text.data[at + i]) != (uint8_t)begin[i])
			return false;
	}
	return true;
}

/* Hides the key that begins at `start`, the end of its label. */
static size_t hide_key(const struct secret_scan *scan, size_t start)
{
	size_t end;
	while (byte_at(scan, start) == '-')
		start++;
	for (end = start; end < scan->text.size; end++) {
		if (has_word(scan, end, "-----end") || has_word(scan, end, "---- end"))
			break;
	}
	struct secret_value value = { .kind = SECRET_TOKEN };
	secret_cover_lines(scan, &value, start, end);
	if (is_cut(scan, end))
		secret_leave_open(scan, SECRET_TOKEN, SECRET_ENDS_WITH_KEY);
	return end < scan->text.size ? end + strlen("---- end") : end;
}

size_t secret_key_block(const struct secret_scan *scan, size_t at)
{
	bool is_secret;
	if (has_word(scan, at, "-----end ") || has_word(scan, at, "---- end "))
		return key_tail(scan, at);
	if (is_cut_label(scan, at) || is_cut_begin(scan, at))
		return hide_key(scan, at);
	size_t label = at + strlen("---- begin ");
	if (has_word(scan, at, "-----begin "))
		label = at + strlen("-----begin ");
	else if (!has_word(scan, at, "---- begin "))
		return 0;
	size_t start = label_end(scan, label, &is_secret);
	return start && is_secret ? hide_key(scan, start) : 0;
}
