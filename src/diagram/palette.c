/*
 * Writes the colors into a picture that stands alone. No color is set here: they are changed in
 * templates/deck/base/colors.css. There the backgrounds and letters of Wireshark's rules are those
 * of conversation/color-rules, in the light.
 */
#include "diagram/palette.h"

#include "diagram/embedded-palette.h"

/* The fonts that a page's stylesheet would otherwise set. */
static const char faces[] =
	"--text:Pretendard,\"Apple SD Gothic Neo\",\"Noto Sans CJK KR\",\"Noto Sans KR\","
	"\"Malgun Gothic\",system-ui,sans-serif;--mono:\"JetBrains Mono\",\"SF Mono\","
	"ui-monospace,\"DejaVu Sans Mono\",monospace;"
	"background:var(--paper);color:var(--ink);font-family:var(--text)";

void palette_append(struct text *out)
{
	text_append_format(out, "svg{%s;%s}", palette_light, faces);
	for (size_t i = 0; i < palette_hue_count; i++)
		text_append_format(out, ".rule-%s{--chip:#%s;--chip-ink:#%s;--wire:#%s}",
			palette_hues[i].key, palette_hues[i].light_chip, palette_hues[i].light_ink,
			palette_hues[i].light_wire);
	text_append_format(out, "@media(prefers-color-scheme:dark){svg{%s}", palette_dark);
	for (size_t i = 0; i < palette_hue_count; i++)
		text_append_format(out, ".rule-%s{--chip:#%s;--chip-ink:#%s;--wire:#%s}",
			palette_hues[i].key, palette_hues[i].dark_chip, palette_hues[i].dark_ink,
			palette_hues[i].dark_wire);
	text_append(out, "}");
}
