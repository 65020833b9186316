/* Runtime.evaluate of the DevTools Protocol. */
#include "chromium/evaluate.h"

#include "base/format/json-reader.h"
#include "base/format/json.h"

bool evaluate_script(struct browser *browser, const char *expression, struct bytes *ret_value,
	struct error *error)
{
	autofinish(text) struct text parameters = { 0 };
	struct json json = { .out = &parameters };
	json_begin_object(&json, NULL);
	json_string(&json, "expression", expression);
	json_bool(&json, "awaitPromise", true);
	json_bool(&json, "returnByValue", true);
	json_end_object(&json);
	struct bytes result;
	if (!browser_call(browser, "Runtime.evaluate", text_string(&parameters), &result, error))
		return false;
	if (!json_path(result, ret_value, "result", "value", NULL))
		return error_set(error, "the deck's own script failed in the browser");
	return true;
}
