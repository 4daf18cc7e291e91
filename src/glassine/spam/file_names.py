"""What the name of a file tells of it, as a desktop reads it: the last extension."""

from glassine.words.reason import Reason

_CLASSES: dict[Reason, str] = {
    Reason.PROGRAM: "exe scr com pif cpl msi msp mst dll sys ocx xll gadget appx msix "
    "jar apk app deb rpm",
    Reason.SCRIPT: "js jse mjs vb vbs vbe ws wsf wsh wsc hta bat cmd ps1 psm1 psc1 reg "
    "msc sct chm scpt",
    # Of jnlp and the queries of Excel too, what they name is fetched and run.
    Reason.SHORTCUT: "lnk url scf website desktop library-ms search-ms "
    "searchconnector-ms settingcontent-ms application jnlp iqy oqy dqy rqy",
    Reason.DISK_IMAGE: "iso img vhd vhdx udf dmg",
    # A sheet in SYLK may hold macros of Excel 4; a notebook of OneNote, files that run
    # by a click on its page. Both are documents that people work with too.
    Reason.MACRO: "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm slk one "
    "onetoc2 onepkg",
}
_BY_EXTENSION = {ext: why for why, all_ in _CLASSES.items() for ext in all_.split()}
_HARMLESS = frozenset({
    *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "txt", "rtf"),
    *("csv", "jpg", "jpeg", "png", "gif", "bmp", "mp3", "mp4", "avi", "html", "htm"),
    *("eml", "zip"),
})  # fmt: skip
_RUNS = frozenset({Reason.PROGRAM, Reason.SCRIPT, Reason.SHORTCUT})
# Characters that turn the reading direction: `annexe\u202ecod.exe` ends in `exe.doc`.
_TURNING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
_PADDED = "   "  # pushes the extension out of the window
HTML = frozenset(["html", "htm", "xhtml", "xht", "shtml", "svg", "mht", "mhtml"])


def dangers_of(name: str) -> set[Reason]:
    """Return what is dangerous about a file of this name."""
    plain = "".join(c for c in name if c not in _TURNING).rstrip(". \t\0").lower()
    stem, _, extension = plain.rpartition(".")
    why = _BY_EXTENSION.get(extension)
    dangers = {why} if why else set()
    disguised = _extension(stem.rstrip(" ")) in _HARMLESS or _PADDED in stem
    if (why in _RUNS and disguised) or not _TURNING.isdisjoint(name):
        dangers.add(Reason.DISGUISE)
    return dangers


def is_page(name: str) -> bool:
    """Tell whether a browser opens it."""
    return _extension(name.rstrip(". \t\0").lower()) in HTML


def _extension(name: str) -> str:
    stem, _, extension = name.rpartition(".")
    return extension if stem else ""
