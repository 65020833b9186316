/*
 * Brackets and addresses in text that cmark has parsed already, so code, links and HTML are not here.
 * A span is short: looking for its end is bounded, and text full of openings stays linear.
 */
#include "notes/span.h"

#include <string.h>

#include "base/markup.h"
#include "base/text.h"
#include "notes/characters.h"
#include "notes/lines.h"
#include "notes/marks.h"
#include "notes/math.h"

/* Of mathematics, with the marks in it. */
enum { SPAN_SIZE_MAX = 1024, URL_SIZE_MAX = 2048, MATH_SPAN_SIZE_MAX = 16 * MATH_SIZE_MAX };

/* By its first byte, since most of what opens here never closes. */
static size_t find_close(struct bytes text, size_t from, const char *close)
{
	for (size_t at = from; at < text.size; at++) {
		const uint8_t *next = memchr(text.data + at, close[0], text.size - at);
		if (!next)
			break;
		at = (size_t)(next - text.data);
		if (bytes_starts_with(bytes_from(text, at), close))
			return at;
	}
	return text.size;
}

static struct span bracketed_within(
	struct bytes text, enum span_kind kind, const char *open, const char *close, size_t limit)
{
	struct span none = { 0 };
	if (!bytes_starts_with(text, open))
		return none;
	struct bytes window = text;
	if (window.size > limit)
		window.size = limit;
	size_t start = strlen(open), end = find_close(window, start, close);
	if (end == window.size || end == start)
		return none;
	return (struct span){ kind, { text.data + start, end - start }, end + strlen(close) };
}

static struct span bracketed(
	struct bytes text, enum span_kind kind, const char *open, const char *close)
{
	return bracketed_within(text, kind, open, close, SPAN_SIZE_MAX);
}

/* As marks_add() found it. */
static struct span math_at(struct bytes text)
{
	if (bytes_starts_with(text, "$$"))
		return bracketed_within(text, SPAN_MATH_DISPLAY, "$$" MARK_MATH, MARK_MATH "$$",
			MATH_SPAN_SIZE_MAX);
	return bracketed_within(text, SPAN_MATH, "$" MARK_MATH, MARK_MATH "$", MATH_SPAN_SIZE_MAX);
}

static bool is_image_size(struct bytes size)
{
	size_t digits = 0;
	for (size_t i = 0; i < size.size; i++) {
		bool is_digit = size.data[i] >= '0' && size.data[i] <= '9';
		if (!is_digit && size.data[i] != 'x')
			return false;
		digits += is_digit;
	}
	return digits > 0;
}

bool sized_image_parse(struct bytes text, struct sized_image *ret_image)
{
	size_t middle = find_close(text, 2, "](");
	size_t end = find_close(text, middle, ")");
	if (end == text.size || end != text.size - 1)
		return false;
	struct bytes inner = { text.data + middle + 2, end - middle - 2 };
	size_t equals = inner.size;
	for (size_t at = bytes_find(inner, 0, " ="); at < inner.size;
		at = bytes_find(inner, at + 2, " ="))
		equals = at;
	*ret_image = (struct sized_image){
		.alt = { text.data + 2, middle - 2 },
		.url = bytes_trim((struct bytes){ inner.data, equals }),
		.size = bytes_trim(bytes_from(inner, equals + 2)),
	};
	return ret_image->url.size && is_image_size(ret_image->size);
}

static struct span sized_image_at(struct bytes text)
{
	struct span none = { 0 };
	struct sized_image image;
	struct bytes window = text;
	if (window.size > SPAN_SIZE_MAX)
		window.size = SPAN_SIZE_MAX;
	size_t middle = find_close(window, 0, "](");
	size_t end = find_close(window, middle, ")");
	if (!bytes_starts_with(text, "![") || end == window.size)
		return none;
	window.size = end + 1;
	return sized_image_parse(window, &image) ? (struct span){ SPAN_IMAGE, window, window.size }
						 : none;
}

/* What a Korean word for a place or an object ends with, written together with an address. */
static bool is_particle(struct bytes word)
{
	static const char *const particles[] = { "가", "과", "까지", "는", "도", "라고", "로", "를",
		"만", "부터", "에", "에는", "에서", "와", "으로", "은", "을", "의", "이", "이다",
		"입니다", "처럼" };
	for (size_t i = 0; i < sizeof(particles) / sizeof(particles[0]); i++) {
		if (bytes_equal(word, particles[i]))
			return true;
	}
	return false;
}

static size_t scheme_size(struct bytes rest)
{
	static const char *const schemes[] = { "https://", "http://", "www." };
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (bytes_starts_with(rest, schemes[i]))
			return strlen(schemes[i]);
	}
	return 0;
}

/* Where an address ends at the latest, its host in ASCII; how many parentheses are in it. */
static size_t url_extent(struct bytes rest, size_t host, size_t *ret_opened, size_t *ret_closed)
{
	size_t end = 0, letters = 0; /* where Korean letters began, behind others */
	bool is_in_host = true;
	while (end < rest.size && end < URL_SIZE_MAX) {
		size_t size;
		uint32_t point = markup_decode_utf8(bytes_from(rest, end), &size);
		bool is_cjk = character_is_cjk(point);
		if (character_is_space(point) || (is_cjk && is_in_host) || point == '<' ||
			point == '"' || point == 0xfdd0 || point == 0xfdd1 || point == 0x2020 ||
			(point >= 0x3000 && point <= 0x303f))
			break;
		is_in_host = is_in_host &&
			(end < host || !strchr("/?#", (int)(point & 0x7f)) || point > 0x7f);
		uint8_t before = end ? rest.data[end - 1] : 0;
		bool is_after_word = (before >= '0' && before <= '9') || (before | 0x20) >= 'a';
		if (is_cjk && !letters && before < 0x80 && (is_after_word || strchr(")/", before)))
			letters = end;
		else if (!is_cjk)
			letters = 0;
		*ret_opened += point == '(';
		*ret_closed += point == ')';
		end += size;
	}
	bool has_particle =
		letters && is_particle((struct bytes){ rest.data + letters, end - letters });
	return has_particle ? letters : end;
}

/* The entity at the end, which is none of the address (GFM 6.9); its size. */
static size_t entity_size(struct bytes url)
{
	size_t start = url.size - (url.size > 0);
	if (!url.size || url.data[start] != ';')
		return 0;
	while (start && (url.data[start - 1] | 0x20) >= 'a' && (url.data[start - 1] | 0x20) <= 'z')
		start--;
	return start && url.data[start - 1] == '&' ? url.size - start + 1 : 0;
}

static struct span url_at(struct bytes text, size_t at)
{
	struct span none = { 0 };
	struct bytes rest = bytes_from(text, at);
	size_t host = scheme_size(rest), opened = 0, closed = 0;
	if (!host ||
		(at > 0 &&
			((text.data[at - 1] | 0x20) >= 'a' && (text.data[at - 1] | 0x20) <= 'z')))
		return none;
	size_t end = url_extent(rest, host, &opened, &closed);
	while (end > host && strchr(".,:;!?'\"*_~)]}|", rest.data[end - 1])) {
		size_t entity = entity_size((struct bytes){ rest.data, end });
		if (rest.data[end - 1] == ')' && closed-- <= opened)
			break;
		end -= entity ? entity : 1;
	}
	bool has_dot = bytes_find((struct bytes){ rest.data, end }, host, ".") < end;
	bool is_whole = end > host && (rest.data[0] != 'w' || has_dot);
	return is_whole ? (struct span){ SPAN_URL, { rest.data, end }, end } : none;
}

struct span span_at(struct bytes text, size_t at)
{
	struct bytes rest = bytes_from(text, at);
	switch (text.data[at]) {
	case '{':
		return bracketed(rest, SPAN_VALUE, "{{", "}}");
	case '!':
		if (!bytes_starts_with(rest, "![["))
			return sized_image_at(rest);
		return bracketed(rest, SPAN_EMBED, "![[", "]]");
	case '[':
		if (bytes_starts_with(rest, "[^"))
			return bracketed(rest, SPAN_FOOTNOTE, "[^", "]");
		return bracketed(rest, SPAN_WIKILINK, "[[", "]]");
	case '$':
		return math_at(rest);
	case 'h':
	case 'w':
		return url_at(text, at);
	default:
		return (struct span){ 0 };
	}
}

struct wikilink wikilink_parse(struct arena *arena, struct bytes inner)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, inner);
	struct bytes all = markup_bytes_of(text_string(&plain));
	size_t bar = bytes_find(all, 0, "|");
	struct bytes place = bytes_trim((struct bytes){ all.data, bar });
	struct bytes alias = bytes_trim(bytes_from(all, bar + 1));
	size_t hash = bytes_find(place, 0, "#");
	struct bytes target = bytes_trim((struct bytes){ place.data, hash });
	struct bytes heading = bytes_trim(bytes_from(place, hash + 1));
	return (struct wikilink){
		arena_strndup(arena, (const char *)target.data, target.size),
		arena_strndup(arena, (const char *)heading.data, heading.size),
		arena_strndup(arena, (const char *)alias.data, alias.size),
	};
}

const char *wikilink_words(const struct wikilink *link)
{
	return *link->alias ? link->alias : *link->target ? link->target : link->heading;
}
