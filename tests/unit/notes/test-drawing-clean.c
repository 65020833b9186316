/* A drawing in a page has only listed elements and attributes. */
#include "notes/html/drawing-clean.h"
#include "talk-checks.h"

#include "base/array.h"
#include "notes/text/lines.h"

static bool is_kept(const char *markup)
{
	autofinish(text) struct text out = { 0 };
	text_append(&out, "before");
	struct bytes refused;
	bool is_clean = drawing_clean(&out, markup_bytes_of(markup), &refused);
	if (is_clean)
		assert_string_equal(text_string(&out) + strlen("before"), markup);
	else
		assert_string_equal(text_string(&out), "before");
	return is_clean;
}

static void test_kept(void **state)
{
	(void)state;
	static const char *const drawings[] = {
		"<math><mn>1</mn></math>",
		"<math display=\"block\"><mrow><mi mathvariant=\"normal\">x</mi><mo>&lt;</mo></mrow></math>",
		"<math><mspace width=\"1em\"></mspace><mspace width=\"-0.1667em\"/></math>",
		"<svg role=\"img\" viewBox=\"0 0 10.5 -2\"><title>A &amp; \xea\xb0\x80</title></svg>",
		"<svg width=\"1\"><g fill=\"var(--ink)\"><path d=\"M0,0L1 1e-3Z\"/></g></svg>",
		"<svg width=\"1\"><rect x=\"1\" fill=\"light-dark(#ffffff,#000000)\"/></svg>",
		"<svg width=\"1\"><text x=\"1\" transform=\"matrix(1 0 0 1 2 3)\">a\nb</text></svg>",
	};
	for (size_t i = 0; i < ARRAY_COUNT(drawings); i++) {
		if (!is_kept(drawings[i]))
			fail_msg("refused: %s", drawings[i]);
	}
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const drawings[] = {
		"",
		"text",
		"<math>",
		"<math></mrow>",
		"<math><mn>1</math></mn>",
		"<math></math><math></math>",
		"<math></math> ",
		"<p>1</p>",
		"<g ></g>",
		"<math/>",
		"<math>x</math>",
		"<math><mtext><b>x</b></mtext></math>",
		"<math><mtext><mglyph/></mtext></math>",
		"<math><path d=\"M0\"/></math>",
		"<math><annotation-xml encoding=\"text/html\">x</annotation-xml></math>",
		"<math href=\"x\"></math>",
		"<math><mi href=\"javascript:alert(1)\">x</mi></math>",
		"<svg width=\"1\"><script>alert(1)</script></svg>",
		"<svg width=\"1\"><style>a{}</style></svg>",
		"<svg width=\"1\"><foreignObject></foreignObject></svg>",
		"<svg width=\"1\"><a><text>x</text></a></svg>",
		"<svg width=\"1\"><image width=\"1\"/></svg>",
		"<svg width=\"1\"><use x=\"1\"/></svg>",
		"<svg width=\"1\"><desc><path/></desc></svg>",
		"<svg width=\"1\"><title><title>x</title></title></svg>",
		"<svg onload=\"x\"></svg>",
		"<svg style=\"x\"></svg>",
		"<svg class=\"x\"></svg>",
		"<svg id=\"x\"></svg>",
		"<svg width='1'></svg>",
		"<svg width=1></svg>",
		"<svg width=\"1\"><rect fill=\"url(#x)\"/></svg>",
		"<svg width=\"1\"><rect fill=\"a;b\"/></svg>",
		"<svg width=\"1\"><rect fill=\"&quot;\"/></svg>",
		"<svg width=\"1\"><rect fill=\"\\75rl(x)\"/></svg>",
		"<svg width=\"1\"><rect fill=\"x",
		"<svg width=\"1\"><rect  fill=\"x\"/></svg>",
		"<svg width=\"1\"><!-- x --></svg>",
		"<svg width=\"1\"><![CDATA[x]]></svg>",
		"<?xml?><svg width=\"1\"></svg>",
		"<svg width=\"1\"><text x=\"1\">\x01</text></svg>",
		"<svg width=\"1\"><rect/</svg>",
	};
	for (size_t i = 0; i < ARRAY_COUNT(drawings); i++) {
		if (is_kept(drawings[i]))
			fail_msg("kept: %s", drawings[i]);
	}
}

/* A drawing that is cut anywhere is refused; so is one that is nested too deeply. */
static void test_limits(void **state)
{
	(void)state;
	static const char whole[] =
		"<svg width=\"1\"><g fill=\"none\"><text x=\"1\">a</text></g></svg>";
	for (size_t size = 0; size < sizeof(whole) - 1; size++) {
		autofinish(text) struct text out = { 0 };
		struct bytes refused;
		assert_false(drawing_clean(
			&out, (struct bytes){ (const uint8_t *)whole, size }, &refused));
	}
	for (unsigned depth = DRAWING_DEPTH_MAX - 1; depth <= DRAWING_DEPTH_MAX; depth++) {
		autofinish(text) struct text deep = { 0 };
		autofinish(text) struct text out = { 0 };
		text_append(&deep, "<math>");
		for (unsigned i = 0; i < depth; i++)
			text_append(&deep, "<mrow>");
		for (unsigned i = 0; i < depth; i++)
			text_append(&deep, "</mrow>");
		text_append(&deep, "</math>");
		struct bytes refused;
		assert_int_equal(
			drawing_clean(&out, markup_bytes_of(text_string(&deep)), &refused),
			depth < DRAWING_DEPTH_MAX);
	}
}

/* It is named at what a drawing was refused. */
static void test_refused_name(void **state)
{
	(void)state;
	static const struct {
		const char *markup, *name;
	} cases[] = {
		{ "<math><mi>x</mi><mglyph/></math>", "mglyph" },
		{ "<math><mi href=\"x\">y</mi></math>", "href" },
		{ "<svg width=\"1\"><rect fill=\"url(#x)\"/></svg>", "fill" },
		{ "<math><mo><mrow><mi>x</mi></mrow></mo></math>", "mrow" },
		{ "<p>1</p>", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		struct bytes refused;
		assert_false(drawing_clean(&out, markup_bytes_of(cases[i].markup), &refused));
		if (!bytes_equal(refused, cases[i].name))
			fail_msg("%s: named '%.*s'", cases[i].markup, (int)refused.size,
				(const char *)refused.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_refused_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
