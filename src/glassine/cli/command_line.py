"""The commands by name.

They are imported when they are called and not before, so that `--help` is quick.
"""

from functools import reduce
from importlib.metadata import PackageNotFoundError, version

from cyclopts import App, Parameter

_COMMANDS = {
    "init": (
        "glassine.cli.init:init",
        "Make a config, keys, a data directory and a first domain.",
    ),
    "serve": (
        "glassine.cli.serve:serve",
        "Run the server until it is told to end.",
    ),
    "domain add": (
        "glassine.cli.domain:add",
        "Add a domain, make its signing keys, and print its DNS records.",
    ),
    "domain list": (
        "glassine.cli.domain:list_",
        "List the domains that this server keeps mail for.",
    ),
    "domain show": (
        "glassine.cli.domain:show",
        "Print the DNS records of a domain again.",
    ),
    "account add": (
        "glassine.cli.account:add",
        "Add an account; its recovery code is shown this once.",
    ),
    "account list": ("glassine.cli.account:list_", "List the accounts."),
    "account delete": (
        "glassine.cli.account:delete",
        "Delete an account: its keys are destroyed, its mail is closed for ever.",
    ),
    "account passwd": (
        "glassine.cli.account:passwd",
        "Give an account a new password, by the old one or the recovery code.",
    ),
    "app-password add": (
        "glassine.cli.app_password:add",
        "Make a password for one app or device; it is shown this once.",
    ),
    "app-password list": (
        "glassine.cli.app_password:list_",
        "List an account's app passwords by name.",
    ),
    "app-password revoke": (
        "glassine.cli.app_password:revoke",
        "Destroy an app password; the account and its mail stay.",
    ),
    "events": (
        "glassine.cli.events:events",
        "Show what happened to messages, as records.",
    ),
    "log": ("glassine.cli.log:log", "Show the raw log, a line a step."),
    "trace": (
        "glassine.cli.trace:trace",
        "Tell the whole way of one message, by its UUID or Message-ID.",
    ),
    "explain": (
        "glassine.cli.explain:explain",
        "Tell why one message was judged as it was, and what would change it.",
    ),
    "verify": (
        "glassine.cli.verify:verify",
        "Check that no row of the operators' log was changed or taken out.",
    ),
    "backup": (
        "glassine.cli.backup:backup",
        "Copy all that the server keeps, sealed as it is, while it runs.",
    ),
    "operator add": (
        "glassine.cli.operators:add",
        "Add one who may sign in to the viewer; the TOTP secret is shown this once.",
    ),
    "operator list": ("glassine.cli.operators:list_", "List the operators."),
    "operator delete": (
        "glassine.cli.operators:delete",
        "Delete an operator, with sessions and tokens.",
    ),
    "operator passwd": (
        "glassine.cli.operators:passwd",
        "Give an operator another password, and end all sessions.",
    ),
    "operator totp": (
        "glassine.cli.operators:totp",
        "Give an operator another TOTP secret and other recovery codes.",
    ),
    "operator token add": (
        "glassine.cli.operator_tokens:add",
        "Make an API token; it is shown this once.",
    ),
    "operator token list": (
        "glassine.cli.operator_tokens:list_",
        "List an operator's API tokens.",
    ),
    "operator token revoke": (
        "glassine.cli.operator_tokens:revoke",
        "Destroy an API token.",
    ),
    "queue list": (
        "glassine.cli.queue:list_",
        "List what is still to be sent: envelopes only.",
    ),
    "queue show": (
        "glassine.cli.queue:show",
        "Show one entry of the queue: its envelope only.",
    ),
    "queue hold": (
        "glassine.cli.queue_change:hold",
        "Keep entries of the queue from being tried.",
    ),
    "queue release": (
        "glassine.cli.queue_change:release",
        "Make entries of the queue due at once, held or waiting.",
    ),
    "queue drop": (
        "glassine.cli.queue_change:drop",
        "Give up entries of the queue; only with --bounce is their sender told.",
    ),
    "hold-rule add": (
        "glassine.cli.hold_rule:add",
        "Hold all mail of a sender, to a domain or by an account, from now on.",
    ),
    "hold-rule list": ("glassine.cli.hold_rule:list_", "List the hold rules."),
    "hold-rule remove": (
        "glassine.cli.hold_rule:remove",
        "Take a hold rule away; what is held stays held until it is released.",
    ),
    "suppress add": (
        "glassine.cli.suppress:add",
        "Send nothing more to an address.",
    ),
    "suppress list": (
        "glassine.cli.suppress:list_",
        "List the addresses that are sent nothing, and why.",
    ),
    "suppress remove": (
        "glassine.cli.suppress:remove",
        "Let an address have mail again.",
    ),
    "spam test": (
        "glassine.cli.spam:try_out",
        "Tell how well the classifier does on mail of your own.",
    ),
    "spam learn": (
        "glassine.cli.spam:learn",
        "Teach the classifier from mail of your own; only counts are kept.",
    ),
    "spam status": (
        "glassine.cli.spam:status",
        "Print how much the classifier has learnt.",
    ),
    "check": (
        "glassine.cli.check:check",
        "Show what would be answered to a stranger who brings mail; none is sent.",
    ),
    "list add": (
        "glassine.cli.access_list:add",
        "Let in whatever is found, or refuse, from now on.",
    ),
    "list list": (
        "glassine.cli.access_list:list_",
        "List who is let in and who is refused, and why.",
    ),
    "list remove": (
        "glassine.cli.access_list:remove",
        "Take a rule off the lists.",
    ),
    "deliver-check": (
        "glassine.cli.deliver_check:deliver_check",
        "Show step by step what would happen to mail for a domain; nothing is sent.",
    ),
    "leakscan": (
        "glassine.cli.leakscan:leakscan",
        "Search files for words that must not be in them, however encoded.",
    ),
    "demo": (
        "glassine.cli.demo:demo",
        "Show one message's whole way, on loopback, with nothing to configure.",
    ),
}
_GROUPS = {
    "domain": "The domains that this server keeps mail for.",
    "account": "Accounts: who can log in.",
    "app-password": "Passwords for single apps and devices.",
    "operator": "Those who may sign in to the viewer.",
    "token": "API tokens: for programs that read for an operator.",
    "queue": "What is still to be sent.",
    "hold-rule": "Whose mail is held when it comes.",
    "spam": "What the classifier knows of spam.",
    "suppress": "Addresses that are sent nothing.",
    "list": "Who is let in whatever is found, and who is refused.",
}

_ALIASES = {"queue release": "retry"}


def command_line() -> App:
    """Return the app, all its commands named and none of them imported."""
    app = App(
        name="glassine",
        help="A mail server like a window envelope: "
        "the operator reads the address, never the letter.",
        version=_version,
        version_flags=["--version"],
        default_parameter=Parameter(negative=(), show_default=False),
        help_format="plaintext",
        exit_on_error=False,
        print_error=False,
        verbose=False,
        result_action="return_value",
    )
    for path, (place, text) in _COMMANDS.items():
        *group, name = path.split()
        parent = reduce(_group, group, app)
        parent.command(place, name=name, alias=_ALIASES.get(path), help=text)
    return app


def _group(app: App, name: str) -> App:
    if name not in app:
        app.command(App(name=name, help=_GROUPS[name]))
    return app[name]


def _version() -> str:
    try:
        return version("glassine")
    except PackageNotFoundError:
        return "not installed: run from its sources"
