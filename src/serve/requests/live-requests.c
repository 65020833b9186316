/* Page and slide are names that the site knows; nothing else of a request reaches a recording. */
#include "serve/requests/live-requests.h"

#include <string.h>

#include "serve/answers.h"
#include "serve/request.h"
#include "serve/requests/room-requests.h"

static const char path[] = "/room/live/";

bool live_is_request(const char *url)
{
	return strncmp(url, path, sizeof(path) - 1) == 0;
}

bool live_refuse(struct share *share, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url, enum MHD_Result *ret_result)
{
	if (share)
		return room_refuse(share, http, connection, url, ret_result);
	if (share_is_own_origin(NULL, http, connection))
		return false;
	*ret_result = answer_words(http, connection, MHD_HTTP_FORBIDDEN,
		"only a page of this server may ask for that\n");
	return true;
}

static enum MHD_Result answer_nothing(
	const struct microhttpd *http, struct MHD_Connection *connection)
{
	return answer_words(http, connection, MHD_HTTP_NOT_FOUND, "there is no such slide here\n");
}

enum MHD_Result live_answer_ask(struct live *live, struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url)
{
	automem char *page = request_path_decode(url + sizeof(path) - 2);
	automem char *slide = answer_argument(http, connection, "slide");
	if (!page || !slide || !site_is_live(site, page, slide))
		return answer_nothing(http, connection);
	switch (live_ask(live, page, slide)) {
	case LIVE_ACCEPTED:
		return answer_words(http, connection, MHD_HTTP_ACCEPTED, "");
	case LIVE_BUSY:
		return answer_words(
			http, connection, MHD_HTTP_CONFLICT, "another recording is under way\n");
	case LIVE_TOO_SOON:
		break;
	}
	return answer_words(http, connection, MHD_HTTP_TOO_MANY_REQUESTS,
		"the last recording has just ended; wait a moment\n");
}

enum MHD_Result live_answer_get(struct site *site, const struct microhttpd *http,
	struct MHD_Connection *connection, const char *url)
{
	automem char *page = request_path_decode(url + sizeof(path) - 2);
	automem char *slide = answer_argument(http, connection, "slide");
	autofinish(text) struct text json = { 0 };
	if (!page || !slide || !site_live_slide(site, page, slide, &json))
		return answer_nothing(http, connection);
	return answer_json(http, connection, &json);
}
