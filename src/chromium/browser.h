#ifndef CHROMIUM_BROWSER_H
#define CHROMIUM_BROWSER_H

/*
 * A Chromium without a window, driven over a pair of pipes by the DevTools Protocol. It runs in a
 * process group and with a profile of its own, and neither outlives it.
 */

#include "base/bytes.h"
#include "base/error.h"

struct browser;

/*
 * Starts the browser that chromium_find() finds and opens one empty page in it. Until browser_free()
 * SIGINT, SIGTERM and SIGHUP make every call fail. NULL with a sentence.
 */
struct browser *browser_start(struct error *error);

/* Ends the browser and removes its profile; a signal that came meanwhile is raised again now. */
void browser_free(struct browser *browser);
DEFINE_AUTOFREE(browser);

/* The time limit for all that follows begins now. */
void browser_restart_clock(struct browser *browser);

/*
 * Sends a command to the page: "Page.printToPDF" with its parameters, a JSON object. *ret_result (or
 * NULL) is the JSON of the answer, valid until the next call.
 */
bool browser_call(struct browser *browser, const char *method, const char *parameters,
	struct bytes *ret_result, struct error *error);

/*
 * Shows a page at an address that is nobody's, with this query behind it, and waits until all of it is
 * there. It can load nothing else: neither from the network nor from a file.
 */
bool browser_show(
	struct browser *browser, struct bytes html, const char *query, struct error *error);

#endif
