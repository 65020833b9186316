#ifndef LAB_PINGPONG_SERVER_PARTS_H
#define LAB_PINGPONG_SERVER_PARTS_H

/* What the parts of the pingpong server share. Private to pingpong-server*.c. */

#include <pthread.h>

#include "base/text.h"
#include "lab/endpoints/pingpong-server.h"
#include "microhttpd/functions.h"

struct pingpong_server {
	struct microhttpd http;
	struct pingpong_server_options options;
	struct MHD_Daemon *daemon;
	int stop[2]; /* closing the second end wakes threads that wait in /slow */
	uint16_t port;
	pthread_mutex_t lock; /* protects the account */
	struct pingpong_account *account, own_account;
};

/* The body of a request, as far as it arrived; kept by libmicrohttpd with the request. */
struct upload {
	struct text body;
	bool is_too_large;
};

struct endpoint;

/* A request and the connection it came on. */
struct exchange {
	struct pingpong_server *server;
	const struct microhttpd *http;
	struct MHD_Connection *connection;
	const struct endpoint *endpoint;
	const char *method, *path;
	uint64_t number; /* the value of the endpoint's parameter */
	struct upload *upload;
};

/* Answers a request whose body has arrived. */
enum MHD_Result pingpong_answer(struct exchange *exchange);

/* Keeps a piece of a body; of one that is too large, nothing. */
void pingpong_upload_keep(struct upload *upload, const char *data, size_t size);

#endif
