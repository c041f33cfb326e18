"""The paper form of a draft, for the maker and for whoever helps."""

from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from dekranasda.accounts.access import AuthenticatedHttpRequest
from products.draft_frame import own_work
from products.paper_form import paper_form as form_of


@require_GET
def paper_form(request: AuthenticatedHttpRequest, code: str) -> HttpResponseBase:
    """The form as PDF; a work without a draft is asked about first."""
    product = own_work(request, code)
    version = product.draft()
    if version is None:
        return redirect("products:draft_revise", product.code)
    version.product = product
    document = form_of(version, by=request.user)
    name = f"formulir-{product.code}.pdf"
    return FileResponse(document, filename=name, content_type="application/pdf")
