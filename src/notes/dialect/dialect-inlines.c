/*
 * Inline syntax of other programs: sizes and positions of images (Marp, Pandoc), attributes behind
 * a heading, item or image (Pandoc, kramdown), and `:emoji:` codes. Code spans are left alone.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "notes/dialect/dialect-translator.h"

enum {
	SIZE_DIGITS_MAX = 4,
	/*
	 * Limits in bytes. Most opening characters never have a closing one, so the search is
	 * bounded.
	 */
	CODE_SIZE_MAX = 2000,
	IMAGE_SIZE_MAX = 4000,
	ATTRIBUTES_SIZE_MAX = 200,
};

/* A line while it is rewritten. */
struct rewriting {
	struct translator *translator;
	unsigned line;
	struct bytes text;
	struct text out;
	bool is_changed;
};

/* The end of the code span that begins at `at`; `at` when none begins there. */
static size_t skip_code(struct bytes text, size_t at)
{
	size_t ticks = 0;
	while (at + ticks < text.size && text.data[at + ticks] == '`')
		ticks++;
	if (!ticks)
		return at;
	if (text.size > at + ticks + CODE_SIZE_MAX)
		text.size = at + ticks + CODE_SIZE_MAX;
	for (size_t i = at + ticks; i < text.size;) {
		size_t run = 0;
		while (i + run < text.size && text.data[i + run] == '`')
			run++;
		if (run == ticks)
			return i + run;
		i += run ? run : 1;
	}
	return at + ticks;
}

/* ---- sizes ---- */

struct image_size {
	char width[SIZE_DIGITS_MAX + 1], height[SIZE_DIGITS_MAX + 1]; /* decimal digits, or "" */
};

enum { STAGE_WIDTH = 1152 };

/*
 * Reads the digits at the start of `text`: pixels, or hundredths of the slide's width. Returns
 * false for other units.
 */
static bool read_pixels(struct bytes text, char digits[SIZE_DIGITS_MAX + 1])
{
	size_t size = 0;
	while (size < text.size && ascii_is_digit(text.data[size]))
		size++;
	struct bytes unit = bytes_from(text, size);
	if (!size || size > SIZE_DIGITS_MAX)
		return false;
	if (line_is_word(unit, "%") && size < 3) {
		unsigned share = 0;
		for (size_t i = 0; i < size; i++)
			share = share * 10 + (text.data[i] - (unsigned)'0');
		(void)snprintf(
			digits, SIZE_DIGITS_MAX + 1, "%u", share * STAGE_WIDTH / 100 % 10000);
		return true;
	}
	if (unit.size && !line_is_word(unit, "px"))
		return false;
	memcpy(digits, text.data, size);
	digits[size] = '\0';
	return true;
}

/* ---- Marp's words for an image ---- */

struct marp_words {
	bool is_background, is_any;
	const char *
		/* for `bg left` and `bg right`, with the image beside the text; else NULL */
		layout;
	struct image_size size;
	struct text rest; /* the rest of the alternative text */
};

/* Whether `word` is "right" or "right:40%". */
static bool is_side(struct bytes word, const char *side)
{
	size_t size = strlen(side);
	return bytes_starts_with(word, side) && (word.size == size || word.data[size] == ':');
}

/*
 * Reads one word of `![bg right:40% w:300 a cat](cat.png)`. Returns false when it is not Marp's,
 * such as "cat".
 */
static bool read_marp_word(struct bytes word, struct marp_words *words)
{
	static const char *const plain[] = { "left", "right", "fit", "contain", "cover", "auto",
		"vertical" };
	static const char *const filters[] = { "left:", "right:", "blur", "brightness", "contrast",
		"drop-shadow", "grayscale", "hue-rotate", "invert", "opacity", "saturate",
		"sepia" };
	if (bytes_starts_with(word, "w:"))
		return read_pixels(bytes_from(word, 2), words->size.width) || true;
	if (bytes_starts_with(word, "width:"))
		return read_pixels(bytes_from(word, 6), words->size.width) || true;
	if (bytes_starts_with(word, "h:"))
		return read_pixels(bytes_from(word, 2), words->size.height) || true;
	if (bytes_starts_with(word, "height:"))
		return read_pixels(bytes_from(word, 7), words->size.height) || true;
	if (!words->is_background)
		return false;
	if (is_side(word, "left"))
		words->layout = "picture-left";
	if (is_side(word, "right"))
		words->layout = "picture";
	for (size_t i = 0; i < ARRAY_COUNT(plain); i++) {
		if (bytes_equal(word, plain[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_COUNT(filters); i++) {
		if (bytes_starts_with(word, filters[i]))
			return true;
	}
	return word.size > 1 && word.data[word.size - 1] == '%' && ascii_is_digit(word.data[0]);
}

static void read_marp_words(struct bytes alt, struct marp_words *words)
{
	for (size_t i = 0; i < alt.size;) {
		struct bytes word = bytes_from(alt, i);
		word.size = bytes_find(word, 0, " ");
		i += word.size + 1;
		bool is_background = bytes_equal(word, "bg");
		words->is_background |= is_background;
		if (is_background || read_marp_word(word, words)) {
			words->is_any = true;
			continue;
		}
		if (word.size)
			text_append_format(&words->rest, "%s%.*s", words->rest.size ? " " : "",
				(int)word.size, (const char *)word.data);
	}
}

/* Whether `url` is a color and not a file: "#123456", "linear-gradient(...)", "white". */
static bool is_color(struct bytes url)
{
	return bytes_starts_with(url, "#") || bytes_find(url, 0, "-gradient(") < url.size ||
		(bytes_find(url, 0, ".") == url.size && bytes_find(url, 0, "/") == url.size);
}

/* ---- addresses ---- */

/* The size of `{{ site.baseurl }}` at the start of a URL (Jekyll, Hugo), or 0. */
static size_t base_size(struct bytes text)
{
	static const char *const bases[] = { "site.baseurl", "site.url", "site.github.url",
		".Site.BaseURL", "site.baseurl | relative_url", "page.baseurl" };
	size_t end = bytes_find(text, 0, "}}");
	if (!bytes_starts_with(text, "{{") || end == text.size)
		return 0;
	struct bytes inner = bytes_trim((struct bytes){ text.data + 2, end - 2 });
	while (inner.size && inner.data[0] == '-')
		inner = bytes_trim(bytes_from(inner, 1));
	for (size_t i = 0; i < ARRAY_COUNT(bases); i++) {
		if (bytes_equal(inner, bases[i]))
			return end + 2;
	}
	return 0;
}

/*
 * Removes the site's base URL, so that `]({{ site.baseurl }}/img/x.png)` becomes `](/img/x.png)`.
 */
static struct bytes without_bases(struct translator *translator, struct bytes text)
{
	autofinish(text) struct text kept = { 0 };
	size_t from = 0;
	for (size_t at = 0; at < text.size;) {
		size_t behind = skip_code(text, at);
		size_t size = bytes_starts_with(bytes_from(text, at), "]({{")
			? base_size(bytes_from(text, at + 2))
			: 0;
		if (!size) {
			at = behind > at ? behind : at + 1;
			continue;
		}
		text_append_size(&kept, (const char *)text.data + from, at + 2 - from);
		from = at + 2 + size;
		/* `{{ site.url }}{{ site.baseurl }}`: two may follow each other */
		from += base_size(bytes_from(text, from));
		at = from;
	}
	if (!from)
		return text;
	text_append_size(&kept, (const char *)text.data + from, text.size - from);
	return arena_bytes(translator->arena,
		(struct bytes){ (const uint8_t *)text_string(&kept), kept.size });
}

/* ---- images ---- */

/*
 * The size of an attribute list such as `{width=300 .class}`, with its braces; 0 when `text` begins
 * with none.
 */
static size_t attributes_size(struct bytes text)
{
	if (text.size > ATTRIBUTES_SIZE_MAX)
		text.size = ATTRIBUTES_SIZE_MAX;
	if (text.size < 3 || text.data[0] != '{')
		return 0;
	size_t end = bytes_find(text, 0, "}");
	if (end == text.size)
		return 0;
	struct bytes inner = bytes_trim((struct bytes){ text.data + 1, end - 1 });
	if (bytes_starts_with(inner, ":"))
		inner = bytes_trim(bytes_from(inner, 1));
	if (!inner.size)
		return 0;
	for (size_t i = 0; i < inner.size;) {
		struct bytes rest = bytes_from(inner, i);
		bool is_short = rest.data[0] == '.' || rest.data[0] == '#';
		struct bytes word = line_word(bytes_from(rest, is_short));
		size_t next = is_short + word.size;
		if (!word.size)
			return 0;
		if (!is_short) {
			if (next >= rest.size || rest.data[next] != '=')
				return 0;
			bool is_quoted = next + 1 < rest.size && strchr("\"'", rest.data[next + 1]);
			const char quote[2] = { is_quoted ? (char)rest.data[next + 1] : ' ', '\0' };
			next = bytes_find(rest, next + 1 + is_quoted, quote) + is_quoted;
		}
		i += next;
		if (i < inner.size && inner.data[i] != ' ')
			return 0;
		while (i < inner.size && inner.data[i] == ' ')
			i++;
	}
	return end + 1;
}

/* The value of `name=` in the attributes, without quotes. */
static struct bytes attribute(struct bytes attributes, const char *name)
{
	size_t at = bytes_find(attributes, 0, name);
	struct bytes value = bytes_from(attributes, at + strlen(name));
	if (value.size && strchr("\"'", value.data[0]))
		value = bytes_from(value, 1);
	size_t size = 0;
	while (size < value.size && !strchr("\"' }", value.data[size]))
		size++;
	value.size = size;
	return value;
}

/* Splits `![alt](url)` at the start of `text`. Returns its size, or 0. */
static size_t image_size(struct bytes text, struct bytes *ret_alt, struct bytes *ret_url)
{
	if (text.size > IMAGE_SIZE_MAX)
		text.size = IMAGE_SIZE_MAX;
	if (!bytes_starts_with(text, "!["))
		return 0;
	size_t close = bytes_find(text, 0, "](");
	if (close == text.size || memchr(text.data + 2, '[', close - 2))
		return 0;
	size_t depth = 0, end = close + 2;
	for (; end < text.size; end++) {
		if (text.data[end] == ')' && !depth--)
			break;
		depth += text.data[end] == '(';
	}
	if (end == text.size)
		return 0;
	*ret_alt = (struct bytes){ text.data + 2, close - 2 };
	*ret_url = bytes_trim((struct bytes){ text.data + close + 2, end - close - 2 });
	return end + 1;
}

static void write_image(struct rewriting *rewriting, struct bytes alt, struct bytes url,
	const struct image_size *size)
{
	text_append_format(&rewriting->out, "![%.*s", (int)alt.size, (const char *)alt.data);
	if (size->width[0] || size->height[0])
		text_append_format(&rewriting->out, "|%s%s%s", size->width[0] ? size->width : "0",
			size->height[0] ? "x" : "", size->height);
	text_append_format(&rewriting->out, "](%.*s)", (int)url.size, (const char *)url.data);
	rewriting->is_changed = true;
}

/*
 * Rewrites the image at `at` when it uses another program's syntax. Returns its end, or `at` when
 * it does not.
 */
static size_t rewrite_image(struct rewriting *rewriting, size_t at)
{
	struct bytes rest = bytes_from(rewriting->text, at), alt, url;
	struct image_size size = { "", "" };
	size_t end = image_size(rest, &alt, &url);
	if (!end)
		return at;
	struct bytes behind = bytes_from(rest, end);
	size_t braces = attributes_size(behind);
	struct bytes attributes = { behind.data, braces };
	autofinish(text) struct text kept = { 0 };
	struct marp_words words = { .size = size };
	read_marp_words(alt, &words);
	kept = words.rest;
	size = words.size;
	if (braces) {
		(void)read_pixels(attribute(attributes, "width="), size.width);
		(void)read_pixels(attribute(attributes, "height="), size.height);
		if (!size.width[0] && !size.height[0])
			translator_report(rewriting->translator, DIALECT_ATTRIBUTES,
				rewriting->line, attributes);
	}
	if (!braces && !words.is_any)
		return at;
	if (words.is_background && words.layout && !is_color(url)) {
		translator_add_option(rewriting->translator, markup_bytes_of("layout"),
			markup_bytes_of(words.layout), rewriting->line);
	} else if (words.is_background) {
		translator_report(rewriting->translator, DIALECT_MARP_BACKGROUND, rewriting->line,
			(struct bytes){ rest.data, end });
		rewriting->is_changed = true;
		if (is_color(url))
			return at + end + braces;
	}
	write_image(rewriting, (struct bytes){ (const uint8_t *)text_string(&kept), kept.size },
		url, &size);
	rewriting->is_changed = true;
	return at + end + braces;
}

/* ---- attributes at the end of a line ---- */

static bool has_class(struct bytes attributes, const char *name)
{
	size_t at = bytes_find(attributes, 0, name);
	return at < attributes.size && strchr(" }", attributes.data[at + strlen(name)]) != NULL;
}

/* Replaces `{.fragment}`, so it must be short. pass_items() recognizes it. */
static const char fragment_comment[] = "<!-- .element: class=\"fragment\" -->";

/*
 * Handles `# Title {#id}` and `- item {.fragment}`. Returns whether the rest of the line was an
 * attribute list.
 */
static bool rewrite_attributes(struct rewriting *rewriting, size_t at)
{
	struct bytes text = rewriting->text, rest = bytes_from(text, at);
	size_t size = attributes_size(rest);
	bool is_marked = rest.size > 1 && strchr(".:", rest.data[1]);
	bool is_heading = bytes_starts_with(text, "#");
	bool is_end = size && bytes_is_blank(bytes_from(rest, size));
	bool is_behind = at > 0 && strchr(" \t)*_`]", text.data[at - 1]);
	if (!is_end || (at > 0 && !is_behind) || (!is_marked && !is_heading))
		return false;
	struct bytes attributes = { rest.data, size };
	if (has_class(attributes, ".fragment"))
		text_append(&rewriting->out, fragment_comment);
	else
		translator_report(
			rewriting->translator, DIALECT_ATTRIBUTES, rewriting->line, attributes);
	rewriting->is_changed = true;
	return true;
}

/* ---- signs ---- */

/* Reports an emoji code such as `:smile:` between blanks or punctuation. */
static void report_emoji_code(struct rewriting *rewriting, size_t at)
{
	struct bytes text = rewriting->text;
	size_t size = 1;
	bool has_letter = false;
	while (at + size < text.size &&
		strchr("abcdefghijklmnopqrstuvwxyz0123456789_+-", text.data[at + size])) {
		has_letter |= text.data[at + size] >= 'a' && text.data[at + size] <= 'z';
		size++;
	}
	bool is_closed = at + size < text.size && text.data[at + size] == ':';
	bool is_known = has_letter || (size == 3 && strchr("+-", text.data[at + 1]));
	if (!is_closed || size < 3 || !is_known)
		return;
	size_t next = at + size + 1;
	bool is_free = (at == 0 || strchr(" \t(>*_:", text.data[at - 1])) &&
		(next == text.size || strchr(" \t).,!?*_:<", text.data[next]) ||
			text.data[next] >= 0x80);
	if (is_free)
		translator_report(rewriting->translator, DIALECT_EMOJI, rewriting->line,
			(struct bytes){ text.data + at, size + 1 });
}

static void translate_text(struct rewriting *rewriting)
{
	struct bytes text = rewriting->text;
	for (size_t i = 0; i < text.size;) {
		size_t next = i;
		uint8_t byte = text.data[i];
		if (byte == '`')
			next = skip_code(text, i);
		else if (byte == '\\' && i + 1 < text.size)
			next = i + 2;
		else if (byte == '!')
			next = rewrite_image(rewriting, i);
		if (byte == '!' && next > i) {
			i = next;
			continue;
		}
		if (byte == '{' && rewrite_attributes(rewriting, i))
			return;
		if (byte == ':')
			report_emoji_code(rewriting, i);
		next = next > i ? next : i + 1;
		text_append_size(&rewriting->out, (const char *)text.data + i, next - i);
		i = next;
	}
}

static bool may_have_inlines(struct bytes text)
{
	return memchr(text.data, '!', text.size) || memchr(text.data, '{', text.size) ||
		memchr(text.data, ':', text.size);
}

void translate_inlines(struct translator *translator)
{
	for (unsigned line = 1; line <= translator->lines->count; line++) {
		struct bytes text = translator->written[line];
		if (!translator_may_read(translator, line) || !may_have_inlines(text))
			continue;
		struct bytes plain = bytes_find(text, 0, "]({{") < text.size
			? without_bases(translator, text)
			: text;
		struct rewriting rewriting = {
			.translator = translator,
			.line = line,
			.text = plain,
			.is_changed = plain.data != text.data,
		};
		translate_text(&rewriting);
		if (rewriting.is_changed)
			translator_replace(translator, line,
				arena_bytes(translator->arena,
					(struct bytes){
						(const uint8_t *)text_string(&rewriting.out),
						rewriting.out.size }));
		text_finish(&rewriting.out);
	}
}
