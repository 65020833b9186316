/*
 * Finds where a bare URL or mail address begins and ends in prose. The limits keep the time linear
 * for a text full of beginnings.
 */
#include "notes/inline/autolink.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"

enum { URL_SIZE_MAX = 2048, MAIL_SIZE_MAX = 320 };

bool autolink_is_particle(struct bytes word)
{
	static const char *const particles[] = { "가", "과", "까지", "까지는", "께", "나", "는",
		"대로", "도", "라", "라고", "라는", "란", "랑", "로", "로는", "로도", "로부터",
		"로서", "로써", "를", "마다", "만", "만큼", "밖에", "보다", "부터", "부터는", "뿐",
		"에", "에게", "에는", "에도", "에서", "에서는", "에서도", "에서만", "에서의",
		"에만", "와", "와는", "으로", "으로는", "으로도", "으로부터", "은", "을", "의",
		"이", "이고", "이나", "이다", "이며", "이라", "이라고", "이라는", "이란", "이었다",
		"인", "인데", "인지", "입니다", "처럼", "하고" };
	for (size_t i = 0; i < ARRAY_COUNT(particles); i++) {
		if (bytes_equal(word, particles[i]))
			return true;
	}
	return false;
}

/* ---- web addresses ---- */

/*
 * The size of the scheme or "www." at `at`; 0 when there is none, or when a letter or digit
 * precedes it.
 */
static size_t scheme_size(struct bytes text, size_t at)
{
	static const char *const schemes[] = { "https://", "http://" };
	struct bytes rest = bytes_from(text, at);
	uint8_t before = at ? text.data[at - 1] : ' ';
	for (size_t i = 0; i < ARRAY_COUNT(schemes); i++) {
		size_t size = strlen(schemes[i]);
		if (rest.size > size && strncasecmp((const char *)rest.data, schemes[i], size) == 0)
			return ascii_is_letter(before) ? 0 : size;
	}
	bool is_word = ascii_is_alphanumeric(before) || strchr("./@-+:", before);
	return bytes_starts_with(rest, "www.") && !is_word ? strlen("www.") : 0;
}

/* Whether the host name has the form that GFM requires. */
static bool is_host(struct bytes host, bool needs_dot)
{
	size_t dots = 0, underscores = 0, underscores_before = 0;
	for (size_t i = 0; i < host.size; i++) {
		uint8_t byte = host.data[i];
		if (byte == '.') {
			dots++;
			underscores_before = underscores;
			underscores = 0;
		}
		underscores += byte == '_';
	}
	bool is_address = host.size && host.data[0] == '['; /* an IPv6 address in brackets */
	bool begins_well = host.size &&
		(ascii_is_letter(host.data[0]) || ascii_is_digit(host.data[0]) ||
			host.data[0] >= 0x80 || is_address);
	return begins_well && !underscores && !underscores_before && (dots || !needs_dot);
}

/* A URL while its end is searched. */
struct extent {
	size_t host, host_end, end;
	size_t round_open, round_closed, square_open;
};

static bool ends_address(uint32_t point)
{
	bool is_mark = point == 0xfdd0 || point == 0xfdd1 || point == 0x2020;
	bool is_cjk_sign = (point >= 0x3000 && point <= 0x303f) ||
		(point >= 0xff00 && point <= 0xff0f) || point == 0xff1a || point == 0xff1b ||
		point == 0xff1f;
	bool is_quote = point == '"' || (point >= 0x2018 && point <= 0x201d);
	return character_is_space(point) || point == '<' || is_quote || is_mark || is_cjk_sign;
}

/*
 * Whether `point`, in the host, is Korean text behind the URL. It is not in an internationalized
 * host name, which begins with such a letter.
 */
static bool is_korean_behind(struct bytes rest, const struct extent *extent, uint32_t point)
{
	size_t size;
	if (!character_is_cjk(point))
		return false;
	if (extent->end == extent->host)
		return false;
	return !character_is_cjk(markup_decode_utf8(bytes_from(rest, extent->host), &size));
}

static void extend(struct bytes rest, struct extent *extent)
{
	bool is_in_host = true;
	while (extent->end < rest.size && extent->end < URL_SIZE_MAX) {
		size_t size, at = extent->end;
		uint32_t point = markup_decode_utf8(bytes_from(rest, at), &size);
		is_in_host = is_in_host && (point > 0x7f || !strchr("/?#", (int)point));
		if (ends_address(point) || (is_in_host && is_korean_behind(rest, extent, point)))
			break;
		extent->host_end = is_in_host ? at + size : extent->host_end;
		if (character_is_cjk(point) && rest.data[at - 1] == ')' &&
			extent->round_closed > extent->round_open)
			break;
		extent->round_open += point == '(';
		extent->round_closed += point == ')';
		extent->square_open += point == '[';
		extent->end += size;
	}
}

/* The size of a character reference at the end, which GFM excludes from the URL. */
static size_t entity_size(struct bytes url)
{
	size_t start = url.size - (url.size > 0);
	if (!url.size || url.data[start] != ';')
		return 0;
	while (start && ascii_is_alphanumeric(url.data[start - 1]))
		start--;
	return start && url.data[start - 1] == '&' ? url.size - start + 1 : 0;
}

/* Removes trailing punctuation and unbalanced closing brackets. */
static void trim(struct bytes rest, struct extent *extent)
{
	while (extent->end > extent->host && strchr(".,:;!?'*_~)]}|", rest.data[extent->end - 1])) {
		size_t entity = entity_size((struct bytes){ rest.data, extent->end });
		uint8_t last = rest.data[extent->end - 1];
		if (last == ')' && extent->round_closed-- <= extent->round_open)
			break;
		if (last == ']' && extent->square_open)
			break;
		extent->end -= entity ? entity : 1;
	}
}

/* Whether the word is only a Korean particle, which is never the name of a page. */
static bool is_only_particle(struct bytes word)
{
	static const char *const particles[] = { "까지", "까지는", "로", "로는", "로도", "로부터",
		"를", "부터", "부터는", "에", "에는", "에도", "에만", "에서", "에서는", "에서도",
		"에서만", "에서의", "으로", "으로는", "으로도", "으로부터", "을" };
	for (size_t i = 0; i < ARRAY_COUNT(particles); i++) {
		if (bytes_equal(word, particles[i]))
			return true;
	}
	return false;
}

/* Where the last run of CJK letters begins; the URL's end when the URL ends with other letters. */
static size_t last_letters(struct bytes rest, const struct extent *extent)
{
	size_t start = extent->end;
	while (start > extent->host) {
		size_t size, at = start - 1;
		while (at > extent->host && (rest.data[at] & 0xc0) == 0x80)
			at--;
		if (!character_is_cjk(markup_decode_utf8(bytes_from(rest, at), &size)))
			break;
		start = at;
	}
	return start;
}

/*
 * Removes a Korean particle behind a letter or bracket ("…/x를"). Korean behind a slash belongs to
 * the URL ("…/가"), except for a lone particle behind the root: "http://localhost:8080/에서".
 */
static void cut_particle(struct bytes rest, struct extent *extent)
{
	size_t start = last_letters(rest, extent);
	uint8_t before = rest.data[start - 1];
	struct bytes word = { rest.data + start, extent->end - start };
	bool is_path = before == '/' && start > extent->host_end + 1;
	bool is_behind = ascii_is_alphanumeric(before) || before == ')' || before == '/';
	if (is_behind && !is_path &&
		(before == '/' ? is_only_particle(word) : autolink_is_particle(word)))
		extent->end = start;
}

size_t autolink_url_size(struct bytes text, size_t at)
{
	struct bytes rest = bytes_from(text, at);
	size_t host = scheme_size(text, at);
	struct extent extent = { .host = host, .host_end = host, .end = host };
	if (!host)
		return 0;
	extend(rest, &extent);
	trim(rest, &extent);
	cut_particle(rest, &extent);
	trim(rest, &extent);
	if (extent.host_end > extent.end)
		extent.host_end = extent.end;
	bool needs_dot = (rest.data[0] | 0x20) == 'w';
	struct bytes name = { rest.data + host, extent.host_end - host };
	return is_host(name, needs_dot) ? extent.end : 0;
}

/* ---- mail addresses ---- */

static bool is_mailbox(uint8_t byte)
{
	return ascii_is_alphanumeric(byte) || (byte && strchr(".-_+", byte));
}

static size_t mail_start(struct bytes text, size_t from, size_t at)
{
	size_t start = at;
	while (start > from && at - start < MAIL_SIZE_MAX && is_mailbox(text.data[start - 1]))
		start--;
	return start;
}

/* The end of the host behind the '@', at its last letter or digit; `at` when there is no host. */
static size_t mail_end(struct bytes text, size_t at)
{
	size_t end = at + 1, dots = 0;
	bool has_letter = false; /* the last label must have a letter: user@10.0.0.1 is a login */
	while (end < text.size && end - at < MAIL_SIZE_MAX) {
		uint8_t byte = text.data[end];
		bool is_dot = byte == '.' && end + 1 < text.size && end > at + 1 &&
			ascii_is_alphanumeric(text.data[end + 1]);
		if (!is_dot && !ascii_is_letter(byte) && !ascii_is_digit(byte) && byte != '-' &&
			byte != '_')
			break;
		dots += is_dot;
		has_letter = !is_dot && (has_letter || ascii_is_letter(byte));
		end++;
	}
	uint8_t last = text.data[end - 1];
	bool is_whole = dots && has_letter && last != '-' && last != '_';
	return is_whole ? end : at;
}

bool autolink_mail(struct bytes text, size_t from, size_t at, struct bytes *ret_mail)
{
	size_t start = mail_start(text, from, at), end = mail_end(text, at);
	uint8_t before = start > from ? text.data[start - 1] : ' ';
	struct bytes head = { text.data + from, start - from };
	static const char xmpp[] = "xmpp:";
	bool is_xmpp = head.size >= strlen(xmpp) &&
		memcmp(head.data + head.size - strlen(xmpp), xmpp, strlen(xmpp)) == 0;
	if (start == at || end == at || before == '/' || is_xmpp)
		return false;
	*ret_mail = (struct bytes){ text.data + start, end - start };
	return true;
}
