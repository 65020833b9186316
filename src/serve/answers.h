#ifndef SERVE_ANSWERS_H
#define SERVE_ANSWERS_H

/*
 * Answers of the web server. Each has the headers that forbid content sniffing, framing and
 * referrers.
 */

#include <stdbool.h>

#include "base/text.h"
#include "microhttpd/functions.h"

/* 413, which libmicrohttpd has by two names. */
enum { HTTP_TOO_LARGE = 413 };

/*
 * Adds the headers that every answer has, and returns the response. Without a policy nothing may
 * load or run. NULL when there is no memory: then the response was given up. `response` may be
 * NULL.
 */
struct MHD_Response *answer_with_headers(const struct microhttpd *http,
	struct MHD_Response *response, const char *content_type, const char *policy);

/* Queues the response, and gives it up. */
enum MHD_Result answer_queue(const struct microhttpd *http, struct MHD_Connection *connection,
	unsigned status, struct MHD_Response *response);

/* Answers with plain words, which are copied. */
enum MHD_Result answer_words(const struct microhttpd *http, struct MHD_Connection *connection,
	unsigned status, const char *words);

/* 405, with the methods that are allowed here. */
enum MHD_Result answer_wrong_method(const struct microhttpd *http,
	struct MHD_Connection *connection, const char *words, const char *allowed);

/* 200, with JSON, which is copied. */
enum MHD_Result answer_json(
	const struct microhttpd *http, struct MHD_Connection *connection, const struct text *json);

/* A small page without scripts, which is copied; NULL when there is no memory. */
struct MHD_Response *answer_page(const struct microhttpd *http, const char *html);

/* The same with forms that are sent to this server. */
struct MHD_Response *answer_form_page(const struct microhttpd *http, const char *html);

/*
 * The value of an argument of the address, decoded; malloc()ed. NULL when it is not there; "" when
 * request_path_decode() refuses it.
 */
char *answer_argument(
	const struct microhttpd *http, struct MHD_Connection *connection, const char *name);

#endif
