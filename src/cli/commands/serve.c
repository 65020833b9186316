/*
 * `pcapdeck serve`: talks in a browser, following their sources. The first Ctrl-C asks the server
 * to stop in order; a second one ends the program at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file/file.h"
#include "base/message.h"
#include "capture/interface.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/services/any-address.h"
#include "cli/services/draw.h"
#include "cli/services/fixed-time.h"
#include "cli/services/link-file.h"
#include "cli/services/open-browser.h"
#include "cli/recording/record-live.h"
#include "cli/recording/record-missing.h"
#include "serve/listen-address.h"
#include "serve/public-url.h"
#include "serve/room/qr-code.h"
#include "serve/serve.h"

enum { DEFAULT_PORT = 8000 };

/* The write end of the pipe to the main loop; a signal handler can do no more than write to it. */
static volatile sig_atomic_t stop_writer = -1;

static void ask_to_stop(int signal_number)
{
	int saved = errno;
	if (stop_writer >= 0) {
		(void)!write((int)stop_writer, "", 1);
		stop_writer = -1;
	} else {
		file_discard_all();
		(void)signal(signal_number, SIG_DFL);
		(void)raise(signal_number);
	}
	errno = saved;
}

static bool listen_for_stop(int *ret_descriptor, struct error *error)
{
	int ends[2];
	if (pipe(ends) != 0)
		return error_set(error, "cannot make a pipe: %s", message_of_errno(errno));
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	stop_writer = ends[1];
	struct sigaction action = { .sa_handler = ask_to_stop, .sa_flags = SA_RESTART };
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	/* A closed connection is an error of that connection, not a reason to end the server. */
	(void)signal(SIGPIPE, SIG_IGN);
	*ret_descriptor = ends[0];
	return true;
}

/* What to do when the server listens. */
struct when_ready {
	const char *address; /* the value of --listen, or what --share has in its place; or NULL */
	bool should_open;
	struct link_file link; /* leads the browser to the speaker's link */
};

/* Returns how others call this machine, as in a URL ("192.0.2.7", "[2001:db8::1]"), or NULL. */
static char *outer_host(const char *address)
{
	autofinish(error) struct error error = { 0 };
	autofinish(interface_list) struct interface_list list = { 0 };
	bool is_ipv6 = strchr(address, ':') != NULL;
	const char *outer = interface_list_read(&list, &error)
		? interface_list_outer_address(&list, is_ipv6)
		: NULL;
	autofinish(text) struct text host = { 0 };
	if (outer)
		text_append_format(&host, is_ipv6 ? "[%s]" : "%s", outer);
	return outer ? text_steal(&host) : NULL;
}

/*
 * Prints the URL for other machines. `url` is the one for this machine: "http://127.0.0.1:8000/".
 */
static void print_outer_url(const char *address, const char *url)
{
	automem char *host = outer_host(address);
	if (host)
		(void)printf(
			message_of("for other machines: http://%s%s\n"), host, strrchr(url, ':'));
}

/* Prints the links of shared talks, and the listeners' as a QR code. */
static void print_links(const struct serve_urls *urls)
{
	autofinish(text) struct text code = { 0 };
	autofinish(error) struct error error = { 0 };
	(void)printf(message_of("you present with:   %s\n"), urls->presenter_here);
	if (strcmp(urls->presenter, urls->presenter_here) != 0)
		(void)printf(message_of("on another device:  %s\n"), urls->presenter);
	(void)printf(message_of("listeners open:     %s\n"), urls->listener);
	bool has_color = isatty(STDOUT_FILENO);
	if (qr_code_append_lines(&code, urls->listener, has_color, &error))
		(void)fputs(text_string(&code), stdout);
	else
		report_warnings(error_message(&error));
}

/* The speaker's link is not among the arguments of the browser, which other users see. */
static void show_in_browser(struct when_ready *when, const struct serve_urls *urls)
{
	autofinish(error) struct error error = { 0 };
	const char *url = urls->presenter_here;
	bool is_opened = url ? link_file_make(&when->link, url, &error) &&
			open_browser(when->link.path, url, &error)
			     : open_browser(urls->here, urls->here, &error);
	if (!is_opened)
		report_warnings(error_message(&error));
}

static void on_ready(void *context, const struct serve_urls *urls)
{
	struct when_ready *when = context;
	(void)printf(message_of("serving %s   (Ctrl-C stops)\n"), urls->here);
	if (urls->listener)
		print_links(urls);
	else if (when->address && any_address_here(when->address))
		print_outer_url(when->address, urls->here);
	(void)fflush(stdout);
	if (when->should_open)
		show_in_browser(when, urls);
}

static void on_message(void *context, const char *line)
{
	(void)context;
	report_note("%s", line);
}

static int run(const struct command *command, int argc, char **argv)
{
	const char *port_text = NULL, *templates = NULL, *public_url = NULL;
	bool is_shared = false, may_go_ahead = false, is_rehearsed = false;
	struct when_ready when = { 0 };
	const struct option_spec specs[] = {
		{ .letter = 'p', .name = "port", .value = &port_text },
		{ .name = "listen", .value = &when.address },
		{ .name = "share", .flag = &is_shared },
		{ .name = "public-url", .value = &public_url },
		{ .name = "ahead", .flag = &may_go_ahead },
		{ .name = "rehearse", .flag = &is_rehearsed },
		{ .name = "open", .flag = &when.should_open },
		{ .name = "templates", .value = &templates },
		{ 0 },
	};
	int operands, status;
	uint64_t port = DEFAULT_PORT;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (operands > 1)
		return report_usage(command, "one talk or folder is served, not %d", operands);
	if (port_text && !option_number(command, "--port", port_text, 0, UINT16_MAX, &port))
		return EXIT_USAGE;

	autofinish(error) struct error error = { 0 };
	autofinish(public_url) struct public_url parsed = { 0 };
	if (public_url && !public_url_parse(public_url, &parsed, &error))
		return report_usage(command, "%s", error_message(&error));
	if (may_go_ahead && !is_shared && !public_url)
		return report_usage(command,
			"'--ahead' is for listeners of shared talks: add --share, or leave it out");
	if (is_rehearsed && (is_shared || public_url || when.address))
		return report_usage(command,
			"'--rehearse' is for you alone: leave out --share, --public-url and --listen");
	if (is_shared && !when.address)
		when.address = "0.0.0.0";
	struct listen_address listened;
	if (!listen_address_parse(when.address, (uint16_t)port, &listened, &error))
		return report_usage(command, "%s", error_message(&error));
	automem char *outer = is_shared && listened.is_any ? outer_host(when.address) : NULL;
	autofree(draw) struct draw *draw =
		draw_new(&(struct draw_choice){ .templates = templates });
	struct serve_options options = {
		.path = operands ? argv[1] : ".",
		.address = when.address,
		.port = (uint16_t)port,
		.is_shared = is_shared || public_url,
		.public_url = public_url,
		.may_go_ahead = may_go_ahead,
		.is_rehearsed = is_rehearsed,
		.outer_host = outer,
		.deck = { .templates = templates,
			.now_s = fixed_time_s(),
			.is_rehearsed = is_rehearsed,
			.record = record_missing,
			.record_live = record_live,
			.lang = lang_of_locale(),
			.drawer = draw_drawer(draw) },
		.ready = on_ready,
		.message = on_message,
		.context = &when,
	};
	bool is_done =
		listen_for_stop(&options.stop_descriptor, &error) && serve_run(&options, &error);
	link_file_finish(&when.link);
	return is_done ? EXIT_DONE : report_error(&error);
}

const struct command command_serve = {
	.name = "serve",
	.arguments =
		"[TALK.md | FILE.pcap | FOLDER] [--share]\n        [--public-url URL] [--listen ADDRESS] [--rehearse] [--open]",
	.summary = "show talks in a browser, reloaded when a note or capture is saved",
	.help = "Serves the talk, the deck of a capture, or every talk of the folder (default:\n"
		"this one), to this machine only, unless --share or --listen says more. A\n"
		"capture that a talk declares and that is missing is recorded. A mistake in the\n"
		"notes is shown over the slides until it is corrected. Ctrl-C stops.\n"
		"\n"
		"Options:\n"
		"  -p, --port N         port to listen on (default 8000; 0: any free one)\n"
		"      --share          let in who has a link: one for the speaker, one for the\n"
		"                       listeners, and a QR code; everybody else is refused\n"
		"      --public-url URL the same through a tunnel or proxy: https:// and its host\n"
		"      --ahead          listeners may look further than the speaker has come\n"
		"      --rehearse       measure how long each slide and step is shown, keep that\n"
		"                       beside the talk, and compare it with the run before\n"
		"      --listen ADDRESS where to listen (default 127.0.0.1, this machine alone);\n"
		"                       0.0.0.0 lets in everybody who reaches this machine, as a\n"
		"                       published port of a container needs\n"
		"      --open           open a browser (xdg-open, or open on macOS)\n"
		"      --templates DIR  read templates from DIR instead of the built-in ones\n"
		"\n"
		"Examples:\n"
		"  pcapdeck serve slides/ --open\n"
		"  pcapdeck serve slides/01-what-is-a-network.md --port 8001\n"
		"  pcapdeck serve pingpong.pcap\n"
		"  pcapdeck serve slides/ --share\n"
		"  pcapdeck serve slides/01-what-is-a-network.md --rehearse\n"
		"  pcapdeck serve slides/ --listen 0.0.0.0\n",
	.run = run,
};
