"""Fields of a form: label, hint, control and the sentence of an error."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from linli.ui.forms import Sifted

register = template.Library()


@register.filter
def chosen(field: BoundField) -> str:
    """The words of the option a select stands at; empty when nothing is chosen."""
    value = field.value()
    for key, words in getattr(field.field, "choices", ()):
        if str(key) == str(value if value is not None else ""):
            return str(words) if key else ""
    return ""


@register.simple_tag
def control(field: BoundField, placeholder: str = "") -> SafeString:
    """Only the control of a field, with our class and what a screen reader needs."""
    attrs: dict[str, Any] = {}
    widget = field.field.widget
    if not isinstance(widget, CheckboxInput | FileInput):
        attrs["class"] = "ll-input ll-select" if isinstance(widget, Select) else "ll-input"
    if isinstance(widget, Textarea):
        attrs["rows"] = widget.attrs.get("rows") if widget.attrs.get("rows") != "10" else "4"
        attrs.pop("cols", None)
    if placeholder:
        attrs["placeholder"] = placeholder
    said = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        attrs["aria-invalid"] = "true"
        said.append(f"{field.auto_id}_error")
    if said:
        attrs["aria-describedby"] = " ".join(said)
    return field.as_widget(attrs=attrs)


def _kept(field: BoundField) -> bool:
    """Whether what was chosen here is kept aside, so that it need not be chosen again."""
    return field.name in getattr(field.form, "keeps", ())


def _lost(field: BoundField) -> str:
    """What to say of files that came with a form that is shown again: no page can keep them chosen."""
    if field.form.is_bound and isinstance(field.field.widget, FileInput) and field.data and not _kept(field):
        return gettext("刚才选的没有留住，请再选一次")
    return ""


@register.simple_tag
def problem(field: BoundField) -> SafeString:
    """The sentence under a field that cannot go as it is, or whose files a page cannot keep; else nothing."""
    words = " ".join(str(error) for error in field.errors) or _lost(field)
    if not words:
        return mark_safe("")
    return format_html(
        '<p class="ll-error" id="{}_error"><b class="ll-bang" aria-hidden="true">!</b>{}</p>', field.auto_id, words
    )


def _hint(field: BoundField) -> SafeString:
    if not field.help_text:
        return mark_safe("")
    return format_html('<span class="ll-hint" id="{}_hint">{}</span>', field.auto_id, field.help_text)


def _options(field: BoundField) -> SafeString:
    """Radios or ticks as rows; a label of two lines shows its second line as an explanation."""
    rows = []
    for option in field.subwidgets:
        head, _, note = str(option.data["label"]).partition("\n")
        control_html = option.tag()
        rows.append(
            format_html(
                '<label class="ll-option">{}<span><b>{}</b>{}</span></label>',
                control_html,
                head,
                format_html("<small>{}</small>", note) if note else "",
            )
        )
    return mark_safe("".join(rows))  # noqa: S308 - each row escaped by format_html


def _chosen_of(bound: BoundField, wrong: str, hint: SafeString, error: SafeString) -> SafeString:
    """Options in a frame; many of them below a field that sifts them."""
    sifted = isinstance(bound.field.widget, Sifted)
    return format_html(
        '<fieldset class="ll-field{}"><legend>{}</legend>{}{}<div class="ll-options{}">{}</div>{}</fieldset>',
        wrong,
        bound.label,
        hint,
        _sift(bound) if sifted else "",
        " is-many" if sifted else "",
        _options(bound),
        error,
    )


def _sift(bound: BoundField) -> SafeString:
    """Shown by the script that sifts: without it all options stand there."""
    return format_html(
        '<div class="ll-sift" hidden data-sift><input class="ll-input" type="search" id="{}_sift" autocomplete="off" '
        'aria-label="{}" placeholder="{}"><p class="ll-hint" role="status" data-none="{}"></p></div>',
        bound.auto_id,
        gettext("找一类"),
        gettext("写几个字找，比如“漏水”"),
        gettext("没有这样的，换几个字"),
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A whole field: label with its hint, control, and the sentence of an error."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_hidden()
    hint, error = _hint(bound), problem(bound)
    wrong = " is-wrong" if bound.errors else ""
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return _chosen_of(bound, wrong, hint, error)
    if isinstance(widget, CheckboxInput):
        return format_html(
            '<div class="ll-field{}"><label class="ll-option">{}<span><b>{}</b></span></label>{}{}</div>',
            wrong,
            control(bound),
            bound.label,
            hint,
            error,
        )
    optional = (
        ""
        if bound.field.required or bound.help_text
        else format_html('<span class="ll-hint">{}</span>', gettext("可以不填"))
    )
    return format_html(
        '<div class="ll-field{}"><label for="{}">{}</label>{}{}{}{}</div>',
        wrong,
        bound.id_for_label,
        bound.label,
        hint,
        optional,
        control(bound),
        error,
    )


@register.simple_tag
def fields(form: Iterable[BoundField], only: str = "", skip: str = "") -> SafeString:
    """The fields of a form in its order (all, `only` some or all but `skip`, names parted by spaces), hidden ones too.

    The honeypot `website` is set out of sight.
    """
    wanted, left_out = only.split(), skip.split()
    shown = []
    for bound in form:
        if (wanted and bound.name not in wanted) or bound.name in left_out:
            continue
        if bound.name == "website":
            trap = bound.as_widget(attrs={"tabindex": "-1", "autocomplete": "off"})
            shown.append(format_html('<div class="ll-trap"><label aria-hidden="true">{}</label></div>', trap))
        else:
            shown.append(field(bound))
    return mark_safe("".join(shown))  # noqa: S308 - each part is escaped
