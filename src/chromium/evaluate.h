#ifndef CHROMIUM_EVALUATE_H
#define CHROMIUM_EVALUATE_H

/* Runs scripts in the page that the browser shows. */

#include "chromium/browser.h"

/*
 * Evaluates a JavaScript expression, and waits for its promise. *ret_value becomes the JSON of its
 * value, valid until the next call.
 */
bool evaluate_script(struct browser *browser, const char *expression, struct bytes *ret_value,
	struct error *error);

#endif
