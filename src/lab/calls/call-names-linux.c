/* A number has the name of this machine's headers. Sets are searched from their beginning. */
#include "lab/calls/call-names-linux.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

struct name {
	uint64_t number;
	const char *name;
};

#define NAME(constant)                                                                             \
	{                                                                                          \
		(uint64_t)(constant), #constant                                                    \
	}
#define END                                                                                        \
	{                                                                                          \
		0, NULL                                                                            \
	}

static const struct name domains[] = { NAME(AF_UNSPEC), NAME(AF_UNIX), NAME(AF_INET),
	NAME(AF_INET6), NAME(AF_NETLINK), NAME(AF_PACKET), NAME(AF_VSOCK), END };
static const struct name protocols[] = { NAME(IPPROTO_IP), NAME(IPPROTO_ICMP), NAME(IPPROTO_TCP),
	NAME(IPPROTO_UDP), NAME(IPPROTO_ICMPV6), NAME(IPPROTO_SCTP), NAME(IPPROTO_RAW),
	NAME(IPPROTO_MPTCP), END };
static const struct name shutdowns[] = { NAME(SHUT_RD), NAME(SHUT_WR), NAME(SHUT_RDWR), END };
static const struct name levels[] = { NAME(SOL_SOCKET), { IPPROTO_IP, "SOL_IP" },
	{ IPPROTO_TCP, "SOL_TCP" }, { IPPROTO_UDP, "SOL_UDP" }, { IPPROTO_IPV6, "SOL_IPV6" }, END };
static const struct name socket_options[] = { NAME(SO_REUSEADDR), NAME(SO_TYPE), NAME(SO_ERROR),
	NAME(SO_DONTROUTE), NAME(SO_BROADCAST), NAME(SO_SNDBUF), NAME(SO_RCVBUF),
	NAME(SO_KEEPALIVE), NAME(SO_OOBINLINE), NAME(SO_LINGER), NAME(SO_REUSEPORT),
	NAME(SO_PASSCRED), NAME(SO_PEERCRED), NAME(SO_RCVLOWAT), NAME(SO_RCVTIMEO),
	NAME(SO_SNDTIMEO), NAME(SO_BINDTODEVICE), NAME(SO_ACCEPTCONN), NAME(SO_PROTOCOL),
	NAME(SO_DOMAIN), NAME(SO_PRIORITY), NAME(SO_TIMESTAMP), NAME(SO_ATTACH_FILTER),
	NAME(SO_RCVBUFFORCE), NAME(SO_SNDBUFFORCE), NAME(SO_INCOMING_CPU), NAME(SO_ZEROCOPY), END };
static const struct name tcp_options[] = { NAME(TCP_NODELAY), NAME(TCP_MAXSEG), NAME(TCP_CORK),
	NAME(TCP_KEEPIDLE), NAME(TCP_KEEPINTVL), NAME(TCP_KEEPCNT), NAME(TCP_SYNCNT),
	NAME(TCP_LINGER2), NAME(TCP_DEFER_ACCEPT), NAME(TCP_WINDOW_CLAMP), NAME(TCP_INFO),
	NAME(TCP_QUICKACK), NAME(TCP_CONGESTION), NAME(TCP_USER_TIMEOUT), NAME(TCP_FASTOPEN),
	NAME(TCP_FASTOPEN_CONNECT), NAME(TCP_NOTSENT_LOWAT), NAME(TCP_ULP), END };
static const struct name ip_options[] = { NAME(IP_TOS), NAME(IP_TTL), NAME(IP_HDRINCL),
	NAME(IP_RECVERR), NAME(IP_PKTINFO), NAME(IP_MTU_DISCOVER), NAME(IP_MTU), NAME(IP_FREEBIND),
	NAME(IP_BIND_ADDRESS_NO_PORT), END };
static const struct name ipv6_options[] = { NAME(IPV6_V6ONLY), NAME(IPV6_UNICAST_HOPS),
	NAME(IPV6_RECVPKTINFO), NAME(IPV6_RECVERR), NAME(IPV6_TCLASS), NAME(IPV6_MTU), END };
static const struct name epoll_operations[] = { NAME(EPOLL_CTL_ADD), NAME(EPOLL_CTL_DEL),
	NAME(EPOLL_CTL_MOD), END };
static const struct name fcntl_commands[] = { NAME(F_DUPFD), NAME(F_GETFD), NAME(F_SETFD),
	NAME(F_GETFL), NAME(F_SETFL), NAME(F_DUPFD_CLOEXEC), END };
static const struct name ioctl_requests[] = { NAME(FIONBIO), NAME(FIONREAD), NAME(TIOCOUTQ),
	NAME(FIOASYNC), NAME(FIOCLEX), NAME(FIONCLEX), END };
static const struct name type_flags[] = { NAME(SOCK_CLOEXEC), NAME(SOCK_NONBLOCK), END };
static const struct name message_flags[] = { NAME(MSG_OOB), NAME(MSG_PEEK), NAME(MSG_DONTROUTE),
	NAME(MSG_CTRUNC), NAME(MSG_TRUNC), NAME(MSG_DONTWAIT), NAME(MSG_EOR), NAME(MSG_WAITALL),
	NAME(MSG_CONFIRM), NAME(MSG_NOSIGNAL), NAME(MSG_MORE), NAME(MSG_WAITFORONE),
	NAME(MSG_ERRQUEUE), NAME(MSG_ZEROCOPY), NAME(MSG_FASTOPEN), NAME(MSG_CMSG_CLOEXEC), END };
static const struct name poll_events[] = { NAME(POLLIN), NAME(POLLPRI), NAME(POLLOUT),
	NAME(POLLERR), NAME(POLLHUP), NAME(POLLNVAL), NAME(POLLRDNORM), NAME(POLLRDBAND),
	NAME(POLLWRNORM), NAME(POLLWRBAND), NAME(POLLRDHUP), END };
static const struct name epoll_events[] = { NAME(EPOLLIN), NAME(EPOLLPRI), NAME(EPOLLOUT),
	NAME(EPOLLERR), NAME(EPOLLHUP), NAME(EPOLLRDNORM), NAME(EPOLLRDBAND), NAME(EPOLLWRNORM),
	NAME(EPOLLWRBAND), NAME(EPOLLRDHUP), NAME(EPOLLEXCLUSIVE), NAME(EPOLLWAKEUP),
	NAME(EPOLLONESHOT), NAME(EPOLLET), END };
static const struct name clone_flags[] = { NAME(CLONE_VM), NAME(CLONE_FS), NAME(CLONE_FILES),
	NAME(CLONE_SIGHAND), NAME(CLONE_VFORK), NAME(CLONE_THREAD), NAME(CLONE_SYSVSEM),
	NAME(CLONE_SETTLS), NAME(CLONE_PARENT_SETTID), NAME(CLONE_CHILD_CLEARTID),
	NAME(CLONE_CHILD_SETTID), NAME(CLONE_CLEAR_SIGHAND), END };
static const struct name open_flags[] = { NAME(O_WRONLY), NAME(O_RDWR), NAME(O_APPEND),
	NAME(O_NONBLOCK), NAME(O_CLOEXEC), END };
static const struct name splice_flags[] = { NAME(SPLICE_F_MOVE), NAME(SPLICE_F_NONBLOCK),
	NAME(SPLICE_F_MORE), END };
static const struct name close_range_flags[] = { NAME(CLOSE_RANGE_UNSHARE),
	NAME(CLOSE_RANGE_CLOEXEC), END };

static const struct name *const sets[NAME_SETS] = {
	[NAMES_DOMAIN] = domains,
	[NAMES_PROTOCOL] = protocols,
	[NAMES_SHUTDOWN] = shutdowns,
	[NAMES_LEVEL] = levels,
	[NAMES_SOCKET_OPTION] = socket_options,
	[NAMES_TCP_OPTION] = tcp_options,
	[NAMES_IP_OPTION] = ip_options,
	[NAMES_IPV6_OPTION] = ipv6_options,
	[NAMES_EPOLL_OPERATION] = epoll_operations,
	[NAMES_FCNTL] = fcntl_commands,
	[NAMES_IOCTL] = ioctl_requests,
	[NAMES_TYPE_FLAGS] = type_flags,
	[NAMES_MESSAGE_FLAGS] = message_flags,
	[NAMES_POLL] = poll_events,
	[NAMES_EPOLL] = epoll_events,
	[NAMES_CLONE] = clone_flags,
	[NAMES_OPEN] = open_flags,
	[NAMES_SPLICE] = splice_flags,
	[NAMES_CLOSE_RANGE] = close_range_flags,
};

void call_name_append(struct text *out, enum name_set set, int64_t number)
{
	for (const struct name *name = sets[set]; name->name; name++) {
		if ((int64_t)name->number == number) {
			text_append(out, name->name);
			return;
		}
	}
	text_append_format(out, "%lld", (long long)number);
}

void call_flags_append(struct text *out, enum name_set set, uint64_t flags)
{
	const char *bar = "";
	for (const struct name *name = sets[set]; name->name; name++) {
		if (!(flags & name->number))
			continue;
		text_append_format(out, "%s%s", bar, name->name);
		flags &= ~name->number;
		bar = "|";
	}
	if (flags)
		text_append_format(out, "%s0x%llx", bar, (unsigned long long)flags);
	else if (!*bar)
		text_append_char(out, '0');
}
