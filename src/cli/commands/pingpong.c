/*
 * pcapdeck pingpong: only the server, for curl, HTTPie and a browser, until Ctrl-C. Each request is
 * shown with the client's port, which is what a capture beside it will show too.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/option.h"
#include "lab/pingpong-server.h"

/* Linux takes no smaller MSS; the larger is all of an IPv4 packet but its headers. */
enum { MSS_MIN = 88, MSS_MAX = 65495 };

static void print_request(void *context, const char *line)
{
	(void)context;
	(void)printf("%s\n", line);
	(void)fflush(stdout);
}

/* What a capture beside the server will show, and where the cut at the MSS can be seen. */
static void print_loopback_note(const char *address)
{
	bool is_loopback = strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
	if (is_loopback)
		(void)printf("On loopback a long reply crosses in few large packets: nothing cuts "
			     "it at the MSS there.\n"
			     "'pcapdeck record' captures it as a wire would carry it.\n\n");
}

static void print_welcome(const char *address, uint16_t port)
{
	bool is_ipv6 = strchr(address, ':') != NULL;
	autofinish(text) struct text url = { 0 };
	text_append_format(&url, is_ipv6 ? "http://[%s]:%u" : "http://%s:%u", address, port);
	autofinish(text) struct text list = { 0 };
	pingpong_append_endpoints(&list);
	(void)printf("pingpong server on %s (Ctrl-C stops it)\n\n"
		     "%s\n"
		     "  curl %s/ping\n"
		     "  http '%s/long?bytes=16000'\n\n",
		text_string(&url), text_string(&list), text_string(&url), text_string(&url));
	print_loopback_note(address);
	(void)fflush(stdout);
}

static int run(const struct command *command, int argc, char **argv)
{
	const char *port_text = NULL, *mss_text = NULL, *address = "127.0.0.1";
	const struct option_spec specs[] = {
		{ .letter = 'p', .name = "port", .value = &port_text },
		{ .letter = 'a', .name = "address", .value = &address },
		{ .letter = 'm', .name = "mss", .value = &mss_text },
		{ .name = NULL },
	};
	int operands, status;
	uint64_t port = PINGPONG_PORT, mss = 0;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (operands)
		return report_usage(command, "'%s' is not expected", argv[1]);
	if (port_text && !option_number(command, "--port", port_text, 0, UINT16_MAX, &port))
		return EXIT_USAGE;
	if (mss_text && !option_number(command, "--mss", mss_text, MSS_MIN, MSS_MAX, &mss))
		return EXIT_USAGE;

	/* Blocked before there are threads, so that none of them is interrupted. */
	sigset_t ends;
	(void)sigemptyset(&ends);
	(void)sigaddset(&ends, SIGINT);
	(void)sigaddset(&ends, SIGTERM);
	(void)sigaddset(&ends, SIGHUP);
	(void)pthread_sigmask(SIG_BLOCK, &ends, NULL);

	struct pingpong_server_options options = {
		.address = address,
		.port = (uint16_t)port,
		.maximum_segment = (uint16_t)mss,
		.log = print_request,
	};
	autofinish(error) struct error error = { 0 };
	autofree(pingpong_server) struct pingpong_server *server =
		pingpong_server_start(&options, &error);
	if (!server)
		return report_error(&error);
	print_welcome(address, pingpong_server_port(server));
	int ended_by = 0;
	(void)sigwait(&ends, &ended_by);
	(void)printf("%sstopped\n", ended_by == SIGINT ? "\n" : "");
	return EXIT_DONE;
}

const struct command command_pingpong = {
	.name = "pingpong",
	.arguments = "[--port N] [--address ADDRESS] [--mss N]",
	.summary = "run only the server, for curl, HTTPie or a browser",
	.help = "Options:\n"
		"  -p, --port N            the port to listen on (8080); 0 takes one that is free\n"
		"  -a, --address ADDRESS   127.0.0.1, for this machine only; 0.0.0.0 for its "
		"network too\n"
		"  -m, --mss N             at most so many bytes of data in a segment (88 to "
		"65495)\n"
		"\n"
		"Examples:\n"
		"  pcapdeck pingpong\n"
		"  pcapdeck pingpong --port 9000\n"
		"  curl http://127.0.0.1:8080/ping            (in another terminal)\n",
	.run = run,
};
