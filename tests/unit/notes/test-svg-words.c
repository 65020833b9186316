/* How large the words of drawings are, as programs write them. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "notes/html/svg-words.h"

static int64_t smallest(const char *svg)
{
	struct svg_words words;
	struct bytes bytes = { (const uint8_t *)svg, strlen(svg) };
	return svg_words_find(bytes, &words) ? words.smallest : 0;
}

#define ROOT "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"400\" viewBox=\"0 0 800 400\">"

static void test_sizes(void **state)
{
	(void)state;
	static const struct {
		const char *svg;
		int64_t size; /* thousandths; 0: not known, or no words */
	} cases[] = {
		{ ROOT "<text>usual</text></svg>", 16000 },
		{ ROOT "<text font-size=\"12\">a</text><text font-size='20px'>b</text></svg>", 12000 },
		{ ROOT "<g font-size=\"30\"><text>a</text></g></svg>", 30000 },
		{ ROOT "<g transform=\"translate(1,2) scale(.5)\"><text font-size=\"30\">a</text></g></svg>",
			15000 },
		{ ROOT "<g transform=\"matrix(2 0 0 2 5 5)\"><text font-size=\"9\">a</text></g></svg>", 18000 },
		{ ROOT "<text style=\"font:700 21px/1.2 Arial\">a</text></svg>", 21000 },
		{ ROOT "<text font-size=\"1.5em\">a</text></svg>", 0 },
		{ ROOT "<text transform=\"skewX(3)\">a</text></svg>", 0 },
		{ ROOT "<title>a</title><defs><text font-size=\"2\">b</text></defs></svg>", 0 },
		{ ROOT "<g style=\"display:none\"><text font-size=\"2\">b</text></g><text>c</text></svg>", 16000 },
		{ ROOT "<path d=\"M0 0\"/></svg>", 0 },
		{ ROOT "<svg viewBox=\"0 0 1 1\"><text>a</text></svg></svg>", 0 },
		{ "<svg><text>a</text></svg>", 0 },
		/* this project's own */
		{ ROOT "<style>text { font: 24px \"A b\", sans-serif; fill: #123 } .s { font-size: 20px }"
		       "@media (prefers-color-scheme: dark) { text { fill: #fff } }</style>"
		       "<text>a</text><text class=\"c s\">b</text></svg>", 20000 },
		{ ROOT "<style>g > text { font-size: 9px }</style><text>a</text></svg>", 0 },
		{ ROOT "<style>@media print { text { font-size: 9px } }</style><text>a</text></svg>", 0 },
		/* draw.io */
		{ ROOT "<g><switch><foreignObject style=\"overflow: visible\"><div xmlns=\"http://www.w3.org/1999/xhtml\" "
		       "style=\"font-size: 0\"><div style=\"display: inline-block; font-size: 12px\">a</div></div>"
		       "</foreignObject><text font-size=\"11px\">a</text></switch></g><switch><g requiredFeatures=\"x\"/>"
		       "<a><text font-size=\"10px\">Text is not SVG</text></a></switch></svg>", 12000 },
		/* Excalidraw */
		{ ROOT "<!-- svg-source:excalidraw --><defs><style class=\"style-fonts\">@font-face { font-family: \"Virgil\"; "
		       "src: url(\"https://x/y\") }</style></defs><g transform=\"translate(10 10) rotate(0 50 12.5)\">"
		       "<text x=\"0\" y=\"17\" font-family=\"Virgil\" font-size=\"20px\">a</text></g></svg>", 20000 },
		/* Inkscape */
		{ "<svg width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\"><g><text style=\"font-size:10.5px;line-height:1.25\">"
		  "<tspan style=\"stroke-width:0.26\">a</tspan></text></g></svg>", 10500 },
		/* Mermaid */
		{ "<svg id=\"m\" width=\"100%\" viewBox=\"0 0 400 200\"><style>#m{font-family:arial;font-size:16px;fill:#333}"
		  "#m .label{color:#333}#m .title{font-size:18px}</style><text>a</text></svg>", 16000 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		int64_t size = smallest(cases[i].svg);
		if (size != cases[i].size)
			fail_msg("%s\nis %" PRId64 ", not %" PRId64, cases[i].svg, size, cases[i].size);
	}
}

static void test_places(void **state)
{
	(void)state;
	struct svg_words words;
	static const char inkscape[] =
		"<svg width=\"210mm\" viewBox=\"0 0 210 297\"><text>a</text></svg>";
	assert_true(svg_words_find(
		(struct bytes){ (const uint8_t *)inkscape, strlen(inkscape) }, &words));
	assert_int_equal(words.shown_width, 793700);
	assert_int_equal(words.width, 210000);
	assert_int_equal(words.height, 297000);
	static const char fluid[] =
		"<svg width=\"100%\" viewBox=\"0 0 210 297\"><text>a</text></svg>";
	assert_true(
		svg_words_find((struct bytes){ (const uint8_t *)fluid, strlen(fluid) }, &words));
	assert_int_equal(words.shown_width, 0);
}

/* A file that is cut anywhere ends the reading, too. */
static void test_damaged(void **state)
{
	(void)state;
	static const char svg[] = ROOT "<style>text{font-size:9px}</style><g transform=\"scale(2)\">"
				       "<text style=\"font:9px a\">a</text></g><!-- x --></svg>";
	for (size_t size = 0; size < strlen(svg); size++) {
		char part[sizeof(svg)];
		memcpy(part, svg, size);
		struct svg_words words;
		(void)svg_words_find((struct bytes){ (const uint8_t *)part, size }, &words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
