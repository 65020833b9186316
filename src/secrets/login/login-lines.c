/*
 * Logins in text lines: USER and PASS (RFC 959, RFC 1939), APOP, SASL exchanges of SMTP (RFC 4954),
 * POP3 (RFC 5034), IMAP (RFC 9051), ManageSieve (RFC 5804), NNTP (RFC 4643) and IRC (IRCv3), IMAP's
 * LOGIN with quoted strings and literals, commands to IRC's services, and Redis' inline commands.
 * Also XMPP's SASL elements (RFC 6120).
 */
#include "base/array.h"
#include "base/ascii.h"
#include "secrets/login/login-scan.h"

enum {
	WORD_SIZE_MAX = 64, /* longer words are not commands */
	LATE_RESPONSES = 2,
	NUMBER_DIGITS_MAX = 9,
};

static size_t skip_blanks_at(const struct login_scan *scan, size_t at, size_t end)
{
	while (at < end && (scan->text.data[at] == ' ' || scan->text.data[at] == '\t'))
		at++;
	return at;
}

static struct login_word next_word(const struct login_scan *scan, size_t at, size_t end)
{
	struct login_word word = { .start = skip_blanks_at(scan, at, end) };
	word.end = word.start;
	while (word.end < end && scan->text.data[word.end] != ' ' &&
		scan->text.data[word.end] != '\t')
		word.end++;
	return word;
}

static struct login_word without_quotes(const struct login_scan *scan, struct login_word word)
{
	if (word.end - word.start >= 2 && login_byte(scan, word.start) == '"' &&
		login_byte(scan, word.end - 1) == '"')
		return (struct login_word){ word.start + 1, word.end - 1 };
	return word;
}

/* The most responses that a mechanism has, with the initial one; 0 when it is none. */
static unsigned mechanism_responses(const struct login_scan *scan, struct login_word word)
{
	static const struct {
		const char *name;
		unsigned responses;
	} mechanisms[] = {
		{ "PLAIN", 1 },
		{ "LOGIN", 2 },
		{ "CRAM-MD5", 1 },
		{ "CRAM-SHA1", 1 },
		{ "DIGEST-MD5", 2 },
		{ "NTLM", 2 },
		{ "GSSAPI", 4 },
		{ "GSS-SPNEGO", 4 },
		{ "KERBEROS_V4", 2 },
		{ "EXTERNAL", 1 },
		{ "ANONYMOUS", 1 },
		{ "OTP", 2 },
		{ "SKEY", 2 },
		{ "SRP", 3 },
		{ "XOAUTH", 1 },
		{ "XOAUTH2", 2 },
		{ "OAUTHBEARER", 2 },
		{ "XCLIENTTOKEN", 1 },
		{ "X-FACEBOOK-PLATFORM", 2 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(mechanisms); i++) {
		if (login_word_is(scan, word, mechanisms[i].name))
			return mechanisms[i].responses;
	}
	size_t scram = strlen("SCRAM-");
	if (word.end - word.start > scram &&
		strncasecmp((const char *)scan->text.data + word.start, "SCRAM-", scram) == 0)
		return 3;
	return 0;
}

static bool is_base64(const struct login_scan *scan, size_t from, size_t to)
{
	if (from == to)
		return false;
	for (size_t i = from; i < to; i++) {
		uint8_t c = scan->text.data[i];
		bool is_letter = ascii_is_letter(c);
		if (!is_letter && !ascii_is_digit(c) && !strchr("+/=-_\"", c))
			return false;
	}
	return true;
}

/* Reads a literal "{12}" or "{12+}" at `at`: its size and place; false when there is none. */
static bool literal_at(const struct login_scan *scan, size_t at, struct login_word *ret_literal)
{
	if (login_byte(scan, at) != '{')
		return false;
	size_t size = 0, digits = at + 1, i = digits;
	for (; ascii_is_digit(login_byte(scan, i)) && i - digits < NUMBER_DIGITS_MAX; i++)
		size = size * 10 + (size_t)(login_byte(scan, i) - '0');
	if (i == digits)
		return false;
	if (login_byte(scan, i) == '+' || login_byte(scan, i) == '-')
		i++;
	if (login_byte(scan, i) != '}')
		return false;
	i++;
	if (login_byte(scan, i) == '\r')
		i++;
	if (login_byte(scan, i) == '\n')
		i++;
	ret_literal->start = i;
	ret_literal->end = size < scan->text.size - i ? i + size : scan->text.size;
	if (i > scan->text.size)
		ret_literal->start = ret_literal->end = scan->text.size;
	return true;
}

/*
 * Reads a string of IMAP: an atom, "quoted \" string" or a literal. Returns where the rest begins.
 */
static size_t string_at(
	const struct login_scan *scan, size_t at, size_t line_end, struct login_word *ret_string)
{
	at = skip_blanks_at(scan, at, line_end);
	if (literal_at(scan, at, ret_string))
		return ret_string->end;
	if (login_byte(scan, at) != '"') {
		*ret_string = next_word(scan, at, line_end);
		return ret_string->end;
	}
	size_t end = at + 1;
	while (end < line_end && scan->text.data[end] != '"')
		end += scan->text.data[end] == '\\' ? 2 : 1;
	if (end > line_end)
		end = line_end;
	*ret_string = (struct login_word){ at + 1, end };
	return end < line_end ? end + 1 : end;
}

size_t login_line_end(const struct login_scan *scan, size_t at)
{
	const uint8_t *newline = at < scan->text.size
		? memchr(scan->text.data + at, '\n', scan->text.size - at)
		: NULL;
	size_t end = newline ? (size_t)(newline - scan->text.data) : scan->text.size;
	return end > at && scan->text.data[end - 1] == '\r' ? end - 1 : end;
}

size_t login_next_line(const struct login_scan *scan, size_t end)
{
	if (login_byte(scan, end) == '\r')
		end++;
	return end < scan->text.size ? end + 1 : end;
}

/* Hides up to the end of the line. When that is the end of the text, the next text continues it. */
static void hide_rest(struct login_scan *scan, size_t from, size_t end)
{
	login_hide(scan, from, end);
	scan->state->is_in_secret = end == scan->text.size;
}

/* Handles the text after a mechanism's name: an initial response, or lines still to come. */
static size_t begin_sasl(struct login_scan *scan, unsigned responses, size_t at, size_t end)
{
	struct login_word initial;
	at = skip_blanks_at(scan, at, end);
	size_t next =
		at == end && login_byte(scan, at) != '{' ? end : string_at(scan, at, end, &initial);
	scan->state->pending_responses = responses;
	if (next == at)
		return end;
	login_hide(scan, initial.start, initial.end);
	scan->state->is_in_secret = initial.end == scan->text.size;
	scan->state->pending_responses = responses - 1;
	return next > end ? login_line_end(scan, next) : end;
}

/*
 * Hides the password of IMAP's "LOGIN user password" when nothing follows it. Returns the end of
 * the line; 0 when it is something else.
 */
static size_t hide_imap_login(struct login_scan *scan, size_t at, size_t end)
{
	struct login_word user, password;
	size_t after = string_at(scan, at, end, &user);
	if (after > end)
		end = login_line_end(scan, after);
	size_t last = string_at(scan, after, end, &password);
	if (last > end)
		end = login_line_end(scan, last);
	if (last == after || skip_blanks_at(scan, last, end) != end)
		return 0;
	login_hide(scan, password.start, password.end);
	scan->state->is_in_secret = password.end == scan->text.size;
	return end;
}

/* Whether the words after a service's name are a verb before a password. */
static bool is_service_verb(
	const struct login_scan *scan, struct login_word verb, struct login_word next)
{
	static const char *const verbs[] = { "IDENTIFY", "ID", "SIDENTIFY", "LOGIN", "AUTH",
		"REGISTER", "GHOST", "RECOVER", "RELEASE", "REGAIN", "GROUP", "CONFIRM", "SETPASS",
		"NEWPASS" };
	static const char *const names[] = { "PASSWORD", "PASSWD", "PASS" };
	if (login_byte(scan, verb.start) == ':')
		verb.start++;
	if (login_word_is(scan, verb, "SET"))
		return login_word_is_one_of(scan, next, names, ARRAY_COUNT(names));
	return login_word_is_one_of(scan, verb, verbs, ARRAY_COUNT(verbs));
}

/* Returns the word before the '@' of a server: "NickServ@services.example". */
static struct login_word without_server(const struct login_scan *scan, struct login_word word)
{
	const uint8_t *start = scan->text.data + word.start;
	const uint8_t *at_sign =
		word.end > word.start ? memchr(start, '@', word.end - word.start) : NULL;
	return at_sign ? (struct login_word){ word.start, word.start + (size_t)(at_sign - start) }
		       : word;
}

/*
 * Hides everything after the verb in "PRIVMSG NickServ :IDENTIFY me secret" and "NickServ IDENTIFY
 * secret".
 */
static bool hide_service_command(struct login_scan *scan, struct login_word first, size_t end)
{
	static const char *const services[] = { "NICKSERV", "NS", "CHANSERV", "CS", "OPERSERV",
		"OS", "Q", "X", "AUTHSERV", "USERSERV" };
	struct login_word service = first;
	bool is_message = login_word_is(scan, first, "PRIVMSG") ||
		login_word_is(scan, first, "NOTICE") || login_word_is(scan, first, "SQUERY");
	if (is_message)
		service = next_word(scan, first.end, end);
	struct login_word name = without_server(scan, service);
	bool is_letter = name.end - name.start == 1; /* used only between servers */
	if (!login_word_is_one_of(scan, name, services, ARRAY_COUNT(services)) ||
		(is_letter && !is_message))
		return false;
	struct login_word verb = next_word(scan, service.end, end);
	if (!is_service_verb(scan, verb, next_word(scan, verb.end, end)))
		return false;
	hide_rest(scan, skip_blanks_at(scan, verb.end, end), end);
	return true;
}

/*
 * Hides the password of Redis' inline commands: HELLO 3 AUTH user secret, CONFIG SET requirepass
 * secret.
 */
static bool hide_redis_line(struct login_scan *scan, struct login_word first, size_t end)
{
	struct login_word second = next_word(scan, first.end, end);
	if (login_word_is(scan, first, "HELLO") || login_word_is(scan, first, "MIGRATE")) {
		for (struct login_word word = second; word.start < word.end;
			word = next_word(scan, word.end, end)) {
			if (login_word_is(scan, word, "AUTH") ||
				login_word_is(scan, word, "AUTH2")) {
				hide_rest(scan, skip_blanks_at(scan, word.end, end), end);
				return true;
			}
		}
		return false;
	}
	bool is_config = login_word_is(scan, first, "CONFIG") && login_word_is(scan, second, "SET");
	bool is_user = login_word_is(scan, first, "ACL") && login_word_is(scan, second, "SETUSER");
	if (!is_config && !is_user)
		return false;
	hide_rest(scan, skip_blanks_at(scan, next_word(scan, second.end, end).end, end), end);
	return true;
}

static bool is_among_ports(uint16_t port, const uint16_t *ports, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (ports[i] == port)
			return true;
	}
	return false;
}

/* Whether the text goes to a port where logins are lines. */
static bool is_to_login_port(const struct login_scan *scan)
{
	static const uint16_t ports[] = { 21, 110, 119, 143, 194, 2121, 4190, 6379, 6665, 6666,
		6667, 6668, 6669, 6697, 7000 };
	return is_among_ports(scan->source->destination_port, ports, ARRAY_COUNT(ports));
}

/*
 * Whether the port is SMTP's: only AUTH with a mechanism counts there, since other lines may belong
 * to a mail.
 */
static bool is_to_mail_port(const struct login_scan *scan)
{
	static const uint16_t ports[] = { 25, 465, 587, 2525 };
	return is_among_ports(scan->source->destination_port, ports, ARRAY_COUNT(ports));
}

/*
 * Whether a line that begins with a command's word is prose: "Pass the salt". Once a login has
 * begun, or on a port with logins, it is a command in any case of letters. Elsewhere a command is
 * in capitals, or has only one word after it. An HTTP page may show commands that nobody sends.
 */
static bool is_prose(const struct login_scan *scan, struct login_word command, size_t end)
{
	size_t capitals = 0, size = command.end - command.start;
	if (is_to_mail_port(scan)) {
		struct login_word second = next_word(scan, command.end, end);
		return !mechanism_responses(scan, without_quotes(scan, second));
	}
	if (scan->state->has_begun || is_to_login_port(scan))
		return false;
	for (size_t i = command.start; i < command.end; i++)
		capitals += scan->text.data[i] >= 'A' && scan->text.data[i] <= 'Z';
	if (scan->source->is_page || (capitals && capitals < size))
		return true;
	struct login_word behind = next_word(scan, command.end, end);
	return !capitals && skip_blanks_at(scan, behind.end, end) < end;
}

/* Whether the line is the name before a password, or the client's greeting. */
static bool begins_login(const struct login_scan *scan, struct login_word first, size_t end)
{
	static const char *const words[] = { "USER", "NICK", "EHLO", "HELO", "LHLO" };
	struct login_word second = next_word(scan, first.end, end);
	return second.end > second.start && skip_blanks_at(scan, second.end, end) == end &&
		login_word_is_one_of(scan, first, words, ARRAY_COUNT(words));
}

/*
 * Hides the login in the command that begins at `first`. Returns the end of the line, or 0 without
 * a login.
 */
static size_t find_in_command(struct login_scan *scan, struct login_word first, size_t end)
{
	struct login_word second = next_word(scan, first.end, end);
	struct login_word third = next_word(scan, second.end, end);
	if (is_prose(scan, first, end))
		return 0;
	if (login_word_is(scan, first, "PASS") || login_word_is(scan, first, "ACCT") ||
		login_word_is(scan, first, "XPASS")) {
		hide_rest(scan, skip_blanks_at(scan, first.end, end), end);
		return end;
	}
	if (login_word_is(scan, first, "APOP") || login_word_is(scan, first, "OPER")) {
		hide_rest(scan, skip_blanks_at(scan, second.end, end), end);
		return end;
	}
	if (login_word_is(scan, first, "AUTHINFO")) { /* NNTP */
		if (login_word_is(scan, second, "SASL"))
			return begin_sasl(scan, mechanism_responses(scan, third), third.end, end);
		if (login_word_is(scan, second, "USER"))
			return 0;
		hide_rest(scan, third.start, end);
		return end;
	}
	bool is_authenticate = login_word_is(scan, first, "AUTHENTICATE");
	if (!is_authenticate && !login_word_is(scan, first, "AUTH"))
		return 0;
	unsigned responses = mechanism_responses(scan, without_quotes(scan, second));
	if (responses) {
		scan->state->is_sasl = is_authenticate;
		return begin_sasl(scan, responses, second.end, end);
	}
	static const char *const harmless[] = { "TLS", "SSL", "TLS-C", "TLS-P", "*", "+" };
	if (login_word_is_one_of(scan, second, harmless, ARRAY_COUNT(harmless)))
		return 0;
	hide_rest(scan, second.start, end); /* Redis, or a response in IRC */
	return end;
}

static bool is_response(const struct login_scan *scan, size_t at, size_t end)
{
	struct login_word literal;
	return is_base64(scan, at, end) || literal_at(scan, at, &literal);
}

/* Hides a line of base64 that answers a challenge; "*" cancels. */
static size_t hide_response(struct login_scan *scan, size_t at, size_t end)
{
	struct login_word literal;
	scan->state->pending_responses--;
	if (!literal_at(scan, at, &literal)) {
		hide_rest(scan, at, end);
		return end;
	}
	login_hide(scan, literal.start, literal.end);
	scan->state->is_in_secret = literal.end == scan->text.size;
	return login_line_end(scan, literal.end);
}

/*
 * Skips the prefix of "@tag=value :anna!a@host PASS geheim" (IRCv3); returns the start of the
 * command.
 */
static size_t skip_irc_prefix(const struct login_scan *scan, size_t at, size_t end)
{
	for (const char *sign = "@:"; *sign; sign++) {
		size_t next = skip_blanks_at(scan, at, end);
		if (login_byte(scan, next) == (uint8_t)*sign)
			at = next_word(scan, next, end).end;
	}
	return at;
}

/*
 * Whether the line belongs to a mail (RFC 5321 section 4.1.1.4), whose text contains no commands.
 */
static bool is_in_mail(struct login_scan *scan, size_t at, size_t end)
{
	struct login_state *state = scan->state;
	const struct login_word line = { at, end };
	if (state->is_in_mail) {
		state->is_in_mail = !login_word_is(scan, line, ".") &&
			!login_word_is(scan, line, "QUIT") && !login_word_is(scan, line, "RSET");
		return state->is_in_mail;
	}
	static const char recipient[] = "RCPT TO:";
	size_t size = sizeof(recipient) - 1;
	if (end - at > size &&
		strncasecmp((const char *)scan->text.data + at, recipient, size) == 0)
		state->has_recipient = true;
	state->is_in_mail = state->has_recipient && login_word_is(scan, line, "DATA");
	if (state->is_in_mail)
		state->has_recipient = false;
	return state->is_in_mail;
}

/*
 * Reads a line and returns its end, which a literal may extend. *ret_is_login says whether it was a
 * login.
 */
static size_t find_in_line(struct login_scan *scan, size_t at, bool *ret_is_login)
{
	size_t end = login_line_end(scan, at);
	*ret_is_login = true;
	if (scan->state->pending_responses && is_response(scan, at, end))
		return hide_response(scan, at, end);
	if (is_in_mail(scan, at, end)) {
		*ret_is_login = false;
		return end;
	}
	struct login_word first = next_word(scan, skip_irc_prefix(scan, at, end), end);
	if (first.end - first.start > WORD_SIZE_MAX) {
		*ret_is_login = false;
		return end;
	}
	scan->state->has_begun = scan->state->has_begun || begins_login(scan, first, end);
	size_t after = find_in_command(scan, first, end);
	if (after)
		return after;
	if (hide_service_command(scan, first, end) || hide_redis_line(scan, first, end))
		return end;
	/* Commands of IMAP have a tag before them. */
	struct login_word second = next_word(scan, first.end, end);
	after = 0;
	if (login_word_is(scan, second, "LOGIN"))
		after = hide_imap_login(scan, second.end, end);
	else if (login_word_is(scan, second, "AUTHENTICATE"))
		after = find_in_command(scan, second, end);
	if (after)
		return after;
	if (end > at)
		scan->state->pending_responses = 0;
	*ret_is_login = false;
	return end;
}

/*
 * Whether a mail client's line answers a challenge that was not captured: base64, but not a
 * command.
 */
static bool is_late_response(const struct login_scan *scan, size_t at)
{
	static const uint16_t ports[] = { 25, 110, 119, 143, 587, 2525, 4190 };
	enum { RESPONSE_SIZE_MIN = 8, RESPONSE_SIZE_MAX = 1024 };
	bool is_mail = false;
	size_t end = login_line_end(scan, at);
	for (size_t i = 0; i < ARRAY_COUNT(ports); i++)
		is_mail = is_mail || scan->source->destination_port == ports[i];
	if (!is_mail || !scan->source->lacks_start || scan->state->pending_responses ||
		end - at < RESPONSE_SIZE_MIN || end - at > RESPONSE_SIZE_MAX ||
		!is_base64(scan, at, end))
		return false;
	for (size_t i = at; i < end; i++) {
		if (scan->text.data[i] < 'A' || scan->text.data[i] > 'Z')
			return true; /* "STARTTLS" */
	}
	return false;
}

bool login_find_lines(struct login_scan *scan)
{
	bool is_known = false;
	size_t at = 0;
	if (scan->source->lacks_start)
		scan->state->is_in_mail = false; /* the end of the mail may be missing */
	if (scan->state->is_in_secret) {
		at = login_line_end(scan, 0);
		hide_rest(scan, 0, at);
		at = login_next_line(scan, at);
		is_known = true;
	}
	if (is_late_response(scan, at))
		scan->state->pending_responses = LATE_RESPONSES;
	while (at < scan->text.size) {
		bool is_login;
		at = login_next_line(scan, find_in_line(scan, at, &is_login));
		is_known = is_known || is_login;
	}
	return is_known;
}

/* ---- XMPP elements ---- */

/*
 * The size of the element's name at `at` when it is a SASL message or an old-style password, else
 * 0.
 */
static size_t element_name_size(const struct login_scan *scan, size_t at)
{
	static const char *const names[] = { "auth", "response", "challenge", "success",
		"initial-response", "additional-data", "authenticate", "password", "digest" };
	size_t start = at;
	for (size_t i = 0; i < WORD_SIZE_MAX; i++) { /* skips the prefix of a namespace */
		uint8_t c = login_byte(scan, at + i);
		if (c == ':') {
			start = at + i + 1;
			break;
		}
		if (!((c >= 'a' && c <= 'z') || (ascii_is_digit(c))))
			break;
	}
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		size_t size = strlen(names[i]);
		if (start + size > scan->text.size ||
			memcmp(scan->text.data + start, names[i], size) != 0)
			continue;
		uint8_t next = login_byte(scan, start + size);
		if (next == '>' || next == ' ' || next == '\t' || next == '\r' || next == '\n')
			return start + size - at;
	}
	return 0;
}

bool login_find_sasl_elements(struct login_scan *scan)
{
	static const char space[] = "urn:ietf:params:xml:ns:xmpp-sasl";
	bool is_known = false;
	const uint8_t *end = scan->text.data + scan->text.size;
	if (!scan->text.size || !memmem(scan->text.data, scan->text.size, "<", 1))
		return false;
	bool is_xmpp = login_has_port(scan, 5222) || login_has_port(scan, 5269) ||
		memmem(scan->text.data, scan->text.size, space, sizeof(space) - 1) ||
		memmem(scan->text.data, scan->text.size, "jabber:", 7);
	if (!is_xmpp)
		return false;
	for (const uint8_t *p = scan->text.data; (p = memchr(p, '<', (size_t)(end - p))); p++) {
		size_t at = (size_t)(p - scan->text.data) + 1;
		size_t name = element_name_size(scan, at);
		if (!name)
			continue;
		const uint8_t *open = memchr(p, '>', (size_t)(end - p));
		if (!open)
			break;
		is_known = true;
		p = open;
		if (open[-1] == '/')
			continue;
		const uint8_t *close = memchr(open, '<', (size_t)(end - open));
		login_hide(scan, (size_t)(open - scan->text.data) + 1,
			close ? (size_t)(close - scan->text.data) : scan->text.size);
	}
	return is_known;
}
