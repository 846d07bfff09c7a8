from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from .forms import EnquiryForm
from .models import Article, Enquiry

BUDGETS = [("", "Choose one"), *Enquiry.Budget.choices]


def article(request: HttpRequest, slug: str) -> HttpResponse:
    whole = Article.objects.select_related("author").prefetch_related(
        "topics", "alternatives", "criteria__options__cells"
    )
    found = get_object_or_404(whole, slug=slug)
    related = Article.objects.filter(topics__in=found.topics.all()).exclude(pk=found.pk)
    return render(request, "article.html", {"article": found, "related": related.distinct()[:3]})


def enquiry(request: HttpRequest) -> HttpResponse:
    form = EnquiryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            form.save()
        return HttpResponseRedirect("/thanks/", status=303)
    status = 422 if form.is_bound else 200
    return render(request, "enquiry.html", {"form": form, "budgets": BUDGETS}, status=status)


def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "thanks.html")
