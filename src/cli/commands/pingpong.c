/*
 * pcapdeck pingpong: runs only the server, for curl, HTTPie or a browser, until Ctrl-C. Each
 * request is printed with the client's port, which a capture of it shows, too.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "capture/interface.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/services/any-address.h"
#include "lab/endpoints/pingpong-server.h"
#include "lab/experiment.h"

/* Linux accepts no smaller MSS; the largest is an IPv4 packet without its headers. */
enum { MSS_MIN = 88, MSS_MAX = 65495 };
enum { IPV4_HEADERS_SIZE = 40, IPV6_HEADERS_SIZE = 60, TIMESTAMPS_SIZE = 12 };

static void print_request(void *context, const char *line)
{
	(void)context;
	(void)printf("%s\n", line);
	(void)fflush(stdout);
}

/* Appends what a capture of a long reply will show: "On lo a packet holds ..." */
static void append_cut(
	struct text *out, const struct interface *interface, bool is_ipv6, uint32_t mss)
{
	uint32_t headers = is_ipv6 ? IPV6_HEADERS_SIZE : IPV4_HEADERS_SIZE;
	uint32_t limit = interface->mtu > headers ? interface->mtu - headers : 0;
	bool is_chosen = mss && (!limit || mss < limit);
	bool is_joined =
		interface->offloads.tso == OFFLOAD_ON && (is_chosen || !interface->is_loopback);
	if (!limit && !is_chosen)
		return;
	autofinish(text) struct text cause = { 0 }, option = { 0 };
	if (is_chosen)
		text_append_message(
			&cause, "--mss %u, less %d of timestamps", mss, TIMESTAMPS_SIZE);
	else
		text_append_message(&cause, "MTU %u, less %u of headers", interface->mtu,
			headers + TIMESTAMPS_SIZE);
	text_append_message(out,
		is_joined
			? "On %s a segment holds at most %u bytes of a reply (%s),\nand a packet several segments, since TSO is on.\n"
			: "On %s a packet holds at most %u bytes of a reply (%s).\n",
		interface->name, (is_chosen ? mss : limit) - TIMESTAMPS_SIZE, text_string(&cause));
	if (!interface->is_loopback || (is_chosen && !is_joined))
		return;
	if (is_chosen && mss + IPV4_HEADERS_SIZE >= LAB_MTU_MIN)
		text_append_format(&option, " --mtu %u", mss + IPV4_HEADERS_SIZE);
	text_append_message(out, "'pcapdeck record%s' captures it as a wire would carry it.\n",
		text_string(&option));
}

static void append_cut_anywhere(struct text *out, uint32_t mss)
{
	if (mss)
		text_append_message(out,
			"A segment holds at most %u bytes of a reply (--mss %u, less %d of timestamps),\nand a packet several segments where TSO is on: 'pcapdeck interfaces'.\n",
			mss - TIMESTAMPS_SIZE, mss, TIMESTAMPS_SIZE);
	else
		text_append_message(out,
			"How much of a long reply a packet holds is the interface's: 'pcapdeck\ninterfaces' shows its MTU, and TSO, with which it holds several segments.\n");
}

static void append_url(struct text *out, const char *address, uint16_t port)
{
	text_append_format(
		out, strchr(address, ':') ? "http://[%s]:%u" : "http://%s:%u", address, port);
}

static void print_welcome(const char *address, uint16_t port, uint32_t mss)
{
	autofinish(error) struct error error = { 0 };
	autofinish(interface_list) struct interface_list list = { 0 };
	/* An unreadable list only shortens the message. */
	(void)interface_list_read(&list, &error);
	const char *here = any_address_here(address);
	autofinish(text) struct text url = { 0 }, cut = { 0 }, endpoints = { 0 };
	append_url(&url, here ? here : address, port);
	(void)printf(message_of("pingpong server on %s (Ctrl-C stops it)\n"), text_string(&url));
	bool is_ipv6 = strchr(address, ':') != NULL;
	const char *outer = here ? interface_list_outer_address(&list, is_ipv6) : NULL;
	if (outer) {
		autofinish(text) struct text outer_url = { 0 };
		append_url(&outer_url, outer, port);
		(void)printf(message_of("for other machines: %s\n"), text_string(&outer_url));
	}
	pingpong_append_endpoints(&endpoints);
	(void)printf("\n%s\n  curl %s/ping\n  http '%s/long?bytes=16000'\n\n",
		text_string(&endpoints), text_string(&url), text_string(&url));
	const struct interface *interface = interface_list_with_address(&list, address);
	if (interface)
		append_cut(&cut, interface, is_ipv6, mss);
	else
		append_cut_anywhere(&cut, mss);
	(void)printf("%s\n", text_string(&cut));
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

	/* Signals are blocked before the first thread starts, so that they interrupt none. */
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
	print_welcome(address, pingpong_server_port(server), (uint32_t)mss);
	int ended_by = 0;
	(void)sigwait(&ends, &ended_by);
	(void)printf("%s%s\n", ended_by == SIGINT ? "\n" : "", message_of("stopped"));
	return EXIT_DONE;
}

const struct command command_pingpong = {
	.name = "pingpong",
	.arguments = "[--port N] [--address ADDRESS] [--mss N]",
	.summary = "run only the server, for curl, HTTPie or a browser",
	.help = "Options:\n"
		"  -p, --port N            the port to listen on (8080); 0 takes one that is free\n"
		"  -a, --address ADDRESS   127.0.0.1, for this machine only; 0.0.0.0 for its\n"
		"                          network too\n"
		"  -m, --mss N             a segment holds at most N bytes (88 to 65495), less 12\n"
		"                          of timestamps; where TSO is on, as on Linux's lo, a\n"
		"                          packet in a capture still holds several segments\n"
		"\n"
		"Examples:\n"
		"  pcapdeck pingpong\n"
		"  pcapdeck pingpong --port 9000\n"
		"  curl http://127.0.0.1:8080/ping            (in another terminal)\n",
	.run = run,
};
