/*
 * The frame around a picture. Standalone, the stylesheet goes inside, with Wireshark's colours by
 * rule; `prefers-color-scheme` makes it dark where the reader's system is. No script, no
 * foreignObject and nothing from outside, so that a browser, Obsidian and GitHub all show the same.
 */
#include "diagram/picture.h"

#include "base/array.h"
#include "base/format/markup.h"
#include "diagram/picture-style.h"

/* Of a picture that stands on somebody else's page. */
enum { STANDALONE_MARGIN = 20 };

static const char palette_light[] =
	"svg{--paper:#fbfaf7;--raised:#f1efe9;--ink:#1c2330;--quiet:#586173;--line:#d5d2c8;"
	"--accent:#0b6e6e;--accent-soft:#e0f0ee;--wire:#5b6474;--alarm:#a40000;"
	"--alarm-soft:#fbe9e7;--client:#7f0000;--client-soft:#fbeded;--server:#00007f;"
	"--server-soft:#ececfb;--text:Pretendard,\"Apple SD Gothic Neo\",\"Noto Sans CJK KR\","
	"\"Noto Sans KR\",\"Malgun Gothic\",system-ui,sans-serif;--mono:\"JetBrains Mono\","
	"\"SF Mono\",ui-monospace,\"DejaVu Sans Mono\",monospace;"
	"background:var(--paper);color:var(--ink);font-family:var(--text)}";

static const char palette_dark[] =
	"svg{--paper:#11151b;--raised:#1b212a;--ink:#eef1f5;--quiet:#a5afbd;--line:#343d4a;"
	"--accent:#55cabe;--accent-soft:#15302f;--wire:#a5afbd;--alarm:#ff8f86;"
	"--alarm-soft:#3a1a1a;--client:#ffb9ae;--client-soft:#341d1d;--server:#bcc8ff;"
	"--server-soft:#1d2240}";

/*
 * Lines in the hues of Wireshark's grounds, dark enough to be seen on paper and bright enough on
 * black; and the grounds for a dark room. In the light the grounds are Wireshark's own.
 */
static const struct {
	const char *key, *light_wire, *dark_wire, *dark_chip, *dark_ink;
} hues[] = {
	{ "none", "5b6474", "a5afbd", "2a313b", "eef1f5" },
	{ "broadcast", "5b6474", "a5afbd", "2a313b", "eef1f5" },
	{ "tcp", "6f6bb8", "a9a5f4", "35335f", "edecff" },
	{ "syn-fin", "636363", "bfc3ca", "5b5f66", "ffffff" },
	{ "http", "4b8a1c", "9fda70", "2b4d1d", "eaffd6" },
	{ "udp", "3577ad", "86c2f2", "1d4361", "e2f2ff" },
	{ "icmp", "a14bad", "e0a0ea", "55295c", "fdeaff" },
	{ "arp", "9a7420", "e0bd69", "4f3f15", "fff4d8" },
	{ "routing", "9a7420", "e0bd69", "4f3f15", "fff4d8" },
	{ "smb", "83841c", "d4d66f", "45461a", "feffd0" },
	{ "rst", "a40000", "ff7b7b", "a40000", "fffc9c" },
	{ "ttl", "a40000", "ff7b7b", "a40000", "ecf0eb" },
	{ "hop-limit", "a40000", "ff7b7b", "a40000", "ecf0eb" },
	{ "bad-tcp", "12272e", "f78787", "000000", "f78787" },
	{ "checksum", "12272e", "f78787", "000000", "f78787" },
	{ "icmp-errors", "12272e", "b7f774", "000000", "b7f774" },
};

enum { HUE_COUNT = ARRAY_COUNT(hues) };

void picture_palette_append(struct text *out)
{
	const struct color_rule *rule;
	text_append(out, palette_light);
	for (unsigned i = 0; (rule = color_rule_at(i)); i++)
		text_append_format(out, ".rule-%s{--chip:#%06x;--chip-ink:#%06x}", rule->key,
			rule->background, rule->foreground);
	for (size_t i = 0; i < HUE_COUNT; i++)
		text_append_format(out, ".rule-%s{--wire:#%s}", hues[i].key, hues[i].light_wire);
	text_append(out, "@media(prefers-color-scheme:dark){");
	text_append(out, palette_dark);
	for (size_t i = 0; i < HUE_COUNT; i++)
		text_append_format(out, ".rule-%s{--chip:#%s;--chip-ink:#%s;--wire:#%s}",
			hues[i].key, hues[i].dark_chip, hues[i].dark_ink, hues[i].dark_wire);
	text_append(out, "}");
}

static void append_id(struct text *out, const struct picture_options *options, const char *suffix)
{
	markup_attribute(out, options->id);
	text_append(out, suffix);
}

void picture_size_append(struct text *out, int width, int height, bool is_standalone)
{
	int margin = is_standalone ? STANDALONE_MARGIN : 0;
	text_append_format(out, " viewBox=\"%d %d %d %d\" width=\"%d\" height=\"%d\"", -margin,
		-margin, width + 2 * margin, height + 2 * margin, width + 2 * margin,
		height + 2 * margin);
}

static void append_names(
	struct text *out, const struct picture_options *options, const char *description)
{
	text_append(out, "<title id=\"");
	append_id(out, options, "-title\">");
	markup_text(out, options->title[0] ? options->title : description);
	text_append(out, "</title><desc id=\"");
	append_id(out, options, "-desc\">");
	markup_text(out, description);
	text_append(out, "</desc>");
}

void picture_title(struct text *out, const struct picture_options *options, const char *title)
{
	if (!options->is_unnamed)
		svg_title(out, title);
}

void picture_open(struct text *out, const struct picture_options *options, const char *name,
	int width, int height, const char *description)
{
	text_append(out, "<svg");
	if (options->is_standalone)
		text_append(out, " xmlns=\"http://www.w3.org/2000/svg\"");
	text_append_format(out, " class=\"drawing %s\" id=\"", name);
	append_id(out, options, "");
	text_append(out, "\"");
	picture_size_append(out, width, height, options->is_standalone);
	text_append_format(out, " font-size=\"%d\" role=\"%s\" aria-labelledby=\"", SVG_FONT_SIZE,
		options->is_standalone ? "img" : "group");
	append_id(out, options, "-title ");
	append_id(out, options, "-desc\">");
	if (!options->is_unnamed)
		append_names(out, options, description);
	if (options->is_standalone) {
		text_append(out, "<style>");
		picture_palette_append(out);
		text_append_size(out, (const char *)picture_style, picture_style_size);
		text_append(out, "</style>");
	}
	text_append_char(out, '\n');
}

void picture_close(struct text *out)
{
	text_append(out, "</svg>\n");
}

void picture_open_packet(struct text *out, const struct picture_options *options,
	const struct shown_packet *packet, const char *class_name)
{
	text_append_format(out, "<g class=\"row rule-%s%s%s\"", packet->rule->key,
		class_name[0] ? " " : "", class_name);
	if (options->opens_packets || options->is_standalone)
		text_append_format(
			out, " data-frame=\"%llu\"", (unsigned long long)packet->frame.number);
	text_append(out, ">");
}

const char *picture_number(struct arena *arena, uint64_t number)
{
	autofinish(text) struct text text = { 0 };
	text_append_grouped(&text, number, SVG_THIN_SPACE);
	return arena_strdup(arena, text_string(&text));
}

const char *picture_bytes(struct arena *arena, uint64_t count, bool is_korean)
{
	return arena_printf(arena, "%s%s", picture_number(arena, count),
		is_korean            ? "바이트"
			: count == 1 ? " byte"
				     : " bytes");
}

void picture_table_open(struct text *out, const char *const *heads, size_t count)
{
	text_append(out, "<table class=\"picture-table\">\n<thead><tr>");
	for (size_t i = 0; i < count; i++) {
		text_append(out, "<th scope=\"col\">");
		markup_text(out, heads[i]);
		text_append(out, "</th>");
	}
	text_append(out, "</tr></thead>\n<tbody>\n");
}

void picture_table_cell(struct text *out, const char *string)
{
	text_append(out, "<td>");
	markup_text(out, string);
	text_append(out, "</td>");
}

void picture_table_close(struct text *out)
{
	text_append(out, "</tbody></table>\n");
}
