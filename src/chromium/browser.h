#ifndef CHROMIUM_BROWSER_H
#define CHROMIUM_BROWSER_H

/*
 * A Chromium without a window, controlled over a pair of pipes by the DevTools Protocol. It runs in
 * its own process group with its own profile; both are gone after browser_free().
 */

#include "base/bytes.h"
#include "base/error.h"

struct browser;

/*
 * Starts the browser that chromium_find() finds and opens one empty page. Until browser_free(),
 * SIGINT, SIGTERM and SIGHUP make every call fail. Returns NULL and sets `error` to a sentence on
 * failure.
 */
struct browser *browser_start(struct error *error);

/* Ends the browser and removes its profile. A signal that came in the meantime is raised again. */
void browser_free(struct browser *browser);
DEFINE_AUTOFREE(browser);

/* Restarts the time limit for the following calls. */
void browser_restart_clock(struct browser *browser);

/* Restarts the time limit and sets it to `seconds`, unless PCAPDECK_CHROMIUM_SECONDS sets it. */
void browser_limit(struct browser *browser, unsigned seconds);

/*
 * Sends a command with its parameters (a JSON object) to the page, such as "Page.printToPDF".
 * *ret_result (or NULL) becomes the JSON of the answer, valid until the next call.
 */
bool browser_call(struct browser *browser, const char *method, const char *parameters,
	struct bytes *ret_result, struct error *error);

/*
 * Shows a page at an address that belongs to nobody, with this query, and waits until it is
 * completely loaded. The page can load nothing else, neither from the network nor from a file.
 */
bool browser_show(
	struct browser *browser, struct bytes html, const char *query, struct error *error);

#endif
