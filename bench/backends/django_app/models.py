from __future__ import annotations

from django.db import models


class Author(models.Model):
    name = models.TextField()
    role = models.TextField()

    class Meta:
        db_table = "author"


class Topic(models.Model):
    name = models.TextField()
    slug = models.SlugField(unique=True)

    class Meta:
        db_table = "topic"
        ordering = ["name"]


class Article(models.Model):
    slug = models.SlugField(unique=True)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    published_on = models.DateField()
    author = models.ForeignKey(Author, models.PROTECT)
    topics = models.ManyToManyField(Topic, db_table="article_topic")

    class Meta:
        db_table = "article"
        ordering = ["-published_on", "-id"]


class Alternative(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="alternatives")
    name = models.TextField()
    detail = models.TextField()

    class Meta:
        db_table = "alternative"
        ordering = ["id"]


class Criterion(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="criteria")
    name = models.TextField()
    question = models.TextField()
    why = models.TextField()
    weight = models.PositiveIntegerField()

    class Meta:
        db_table = "criterion"
        ordering = ["id"]


class Option(models.Model):
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="options")
    label = models.TextField()

    class Meta:
        db_table = "option"
        ordering = ["id"]


class Cell(models.Model):
    option = models.ForeignKey(Option, models.CASCADE, related_name="cells")
    alternative = models.ForeignKey(Alternative, models.CASCADE)
    anchor = models.PositiveIntegerField()
    rationale = models.TextField()

    class Meta:
        db_table = "cell"
        ordering = ["alternative_id"]


class Enquiry(models.Model):
    class Budget(models.TextChoices):
        SMALL = "small", "Up to €10,000"
        MEDIUM = "medium", "€10,000 to €50,000"
        LARGE = "large", "More than €50,000"

    name = models.CharField(max_length=100)
    email = models.EmailField()
    budget = models.CharField(max_length=6, choices=Budget)
    message = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "enquiry"
