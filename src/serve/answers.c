/* Other pages in the same browser get nothing out of an answer: no frame, no content, no window. */
#include "serve/answers.h"

#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "serve/request.h"

static const char no_script[] = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
				"form-action 'none'; frame-ancestors 'none'";

struct MHD_Response *answer_with_headers(const struct microhttpd *http,
	struct MHD_Response *response, const char *content_type, const char *policy)
{
	const struct {
		const char *name, *value;
	} headers[] = {
		{ "Content-Type", content_type },
		{ "Content-Security-Policy",
			policy ? policy : "default-src 'none'; frame-ancestors 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "X-Frame-Options", "SAMEORIGIN" },
		/* With "no-referrer" a form of a page without scripts has no Origin header. */
		{ "Referrer-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" }, /* for the speaker window */
		{ "Cache-Control", "no-store" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(headers) && response; i++) {
		if (http->add_response_header(response, headers[i].name, headers[i].value) !=
			MHD_YES) {
			http->destroy_response(response);
			response = NULL;
		}
	}
	return response;
}

enum MHD_Result answer_queue(const struct microhttpd *http, struct MHD_Connection *connection,
	unsigned status, struct MHD_Response *response)
{
	enum MHD_Result result = http->queue_response(connection, status, response);
	http->destroy_response(response);
	return result;
}

static struct MHD_Response *make(const struct microhttpd *http, const char *body,
	const char *content_type, const char *policy)
{
	return answer_with_headers(http,
		http->create_response_from_buffer(
			strlen(body), (void *)body, MHD_RESPMEM_MUST_COPY),
		content_type, policy);
}

static struct MHD_Response *make_words(const struct microhttpd *http, const char *words)
{
	return make(http, words, "text/plain; charset=utf-8", NULL);
}

enum MHD_Result answer_words(const struct microhttpd *http, struct MHD_Connection *connection,
	unsigned status, const char *words)
{
	struct MHD_Response *response = make_words(http, words);
	if (!response)
		return MHD_NO;
	if (status == MHD_HTTP_SERVICE_UNAVAILABLE)
		(void)http->add_response_header(response, "Connection", "close");
	return answer_queue(http, connection, status, response);
}

enum MHD_Result answer_wrong_method(const struct microhttpd *http,
	struct MHD_Connection *connection, const char *words, const char *allowed)
{
	struct MHD_Response *response = make_words(http, words);
	if (!response)
		return MHD_NO;
	(void)http->add_response_header(response, "Allow", allowed);
	return answer_queue(http, connection, MHD_HTTP_METHOD_NOT_ALLOWED, response);
}

enum MHD_Result answer_json(
	const struct microhttpd *http, struct MHD_Connection *connection, const struct text *json)
{
	struct MHD_Response *response = make(http, text_string(json), "application/json", NULL);
	return response ? answer_queue(http, connection, MHD_HTTP_OK, response) : MHD_NO;
}

struct MHD_Response *answer_form_page(const struct microhttpd *http, const char *html)
{
	static const char forms[] =
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
	return make(http, html, "text/html; charset=utf-8", forms);
}

char *answer_argument(
	const struct microhttpd *http, struct MHD_Connection *connection, const char *name)
{
	const char *raw = http->lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
	autofinish(text) struct text place = { 0 };
	text_append_format(&place, "/%s", raw ? raw : "");
	char *value = raw ? request_path_decode(text_string(&place)) : NULL;
	return raw && !value ? xstrdup("") : value;
}

struct MHD_Response *answer_page(const struct microhttpd *http, const char *html)
{
	return make(http, html, "text/html; charset=utf-8", no_script);
}
