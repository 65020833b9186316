/*
 * The escapes, one context each, and the places of a template: whatever goes in, what comes out
 * stays in its context.
 */
#include <string.h>

#include "deck/page/template.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_without(const struct text *text, const char *characters, const char *what)
{
	require(strlen(text_string(text)) == text->size, "a NUL in the output");
	require(text_string(text)[strcspn(text_string(text), characters)] == '\0', what);
}

static void check_escapes(struct bytes bytes)
{
	autofinish(text) struct text text = { 0 };
	markup_text_bytes(&text, bytes);
	check_characters(written(&text), true);
	check_without(&text, "<>", "text holds a tag");

	text_clear(&text);
	markup_attribute_bytes(&text, bytes);
	check_characters(written(&text), true);
	check_without(&text, "<>\"'", "an attribute can be left");

	text_clear(&text);
	markup_utf8(&text, bytes);
	check_characters(written(&text), true);

	text_clear(&text);
	markup_json(&text, bytes);
	check_json(written(&text));

	text_clear(&text);
	markup_script_json(&text, bytes);
	check_json(written(&text));
	check_without(&text, "<>&", "JSON in a script can end it");
	require(!strstr(text_string(&text), "\xe2\x80\xa8"), "a line separator in a script");
}

static void check_url(const char *string)
{
	autofinish(text) struct text text = { 0 };
	markup_url_path(&text, string);
	check_without(&text, " \"'<>\\?#:", "a URL holds more than a path");
}

static void check_template(struct bytes source)
{
	autofinish(text_pieces) struct text_pieces title = { 0 }, out = { 0 };
	text_pieces_add_string(&title, "{{title}}<b>");
	const struct template_value values[] = { { "title", title }, { "a_b", { 0 } } };
	autofinish(error) struct error error = { 0 };
	if (!template_fill(&out, source, values, 2, &error))
		require(error_is_set(&error), "a template is refused without a sentence");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes bytes = { data, size };
	autofinish(text) struct text string = { 0 };
	check_escapes(bytes);
	check_template(bytes);
	text_append_size(&string, (const char *)data, size);
	check_url(text_string(&string));
	return 0;
}
