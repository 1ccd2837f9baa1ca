"""The tools that training speaks the words of, and the choice of the one that the company rolls out."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.training import policies
from app.training.actions.supplementing import NEUTRAL, choose_tool
from app.training.content.lens import Lens
from app.training.queries import supplements
from app.training.views.blueprint import blueprint


@blueprint.get("/training/tools")
@requires(signed_in)
def show_tools() -> Response:
    """Every tool with what is covered, and when it was reviewed."""
    terms, tools = supplements.tools()
    return page(
        "training/tools.html",
        terms=terms,
        tools=tools,
        chosen=supplements.chosen_tool(),
        neutral=NEUTRAL,
        may_choose=policies.may_choose_tool(current_user),
    )


@blueprint.get("/training/tools/<name>")
@requires(signed_in)
def show_tool(name: str) -> Response:
    """The words of one tool, and where each thing is found there."""
    terms, tools = supplements.tools()
    tool = next((tool for tool in tools if tool.name == name), None) or abort(404)
    lens = Lens(terms, tool)
    return page(
        "training/tool.html",
        tool=tool,
        places=[lens.place(term, language()) for term in terms if term in tool.words],
        missing=[term.word(language()) for name, term in terms.items() if name not in tool.words],
    )


@blueprint.post("/training/tools")
@requires(policies.may_choose_tool)
def create_tool_choice() -> Response:
    """Say which tool the company rolls out; every text speaks its words from the next page on."""
    wanted = request.form.get("tool", "")
    _terms, tools = supplements.tools()
    titles = {NEUTRAL: _("the neutral words"), **{tool.name: tool.title.of(language()) for tool in tools}}
    if wanted not in titles:
        abort(422)
    if choose_tool(tool=wanted, by_id=current_user.id):
        flash(_("Training now speaks the words of: %(tool)s.", tool=titles[wanted]), "success")
    return see_other(url_for("training.show_tools"))


@blueprint.after_app_request
def speak_the_words_of_the_tool(response: Response) -> Response:
    """Put the tool's words in place of the marked ones, wherever a page shows them."""
    if response.mimetype != "text/html" or response.is_streamed or b"data-term=" not in response.data:
        return response
    lens = supplements.current_lens()
    if lens:
        response.set_data(lens.speak(response.get_data(as_text=True), language()))
    return response
