/*
 * From the words of a talk (`record: [GET /ping]`) to a recording. The notes know requests, the lab
 * knows how to make them; only here do the two meet.
 */
#include "cli/record-talk.h"

#include "base/arena.h"
#include "base/file.h"
#include "cli/make-folder.h"

bool record_talk_capture(const struct talk_capture *capture, uint16_t port, uint32_t mtu,
	struct experiment_result *ret_result, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct lab_request *requests =
		arena_alloc_array(&arena, capture->request_count, sizeof(*requests));
	for (size_t i = 0; i < capture->request_count; i++) {
		requests[i] = (struct lab_request){
			.method = capture->requests[i].method,
			.target = capture->requests[i].target,
		};
	}
	struct experiment experiment = {
		.output = capture->path,
		.requests = requests,
		.request_count = capture->request_count,
		.keep_alive = capture->keep_alive,
		.port = port,
		.mtu = mtu,
	};
	automem char *folder = file_folder(capture->path);
	return make_folder(folder, error) && experiment_run(&experiment, ret_result, error);
}
