"""Old minutes in the layout of 2015, to show what the import does. Invented from first to last word."""

OLD = """# REFERAT Chefforum d. 14-01-2016

**Mødedato** Torsdag d. 14. januar 2016 kl. 09:00

**Mødested** Mødelokale 3

## Indholdsfortegnelse

CF - Formalia.....\t3
CF - Fælles kørsel til rehabilitering.....\t4
Lukket.....\t5
CF - Eventuelt......\t6

## **Punkt 1: CF - Formalia**

### **INDSTILLING**

---

Kommunaldirektøren indstiller;

- At dagsordenen godkendes
- At der ikke er bemærkninger til referatet fra december

### **BESLUTNING I CHEFFORUM DEN 14-01-2016**

---

Begge dele blev godkendt.

## **Punkt 2: CF - Fælles kørsel til rehabilitering**

16/204

### **Bilag**

Kørselsanalyse - udkast.docx

# CF - Fælles kørsel til rehabilitering

## Baggrund

Fire afdelinger kører hver for sig de samme ruter.

### Økonomi

Analysen peger på en besparelse på 180.000 kr. om året.

## INDSTILLING

---

Afdelingschefen for Ældre og Træning indstiller;

1. at chefforum drøfter analysen.

## BESLUTNING I CHEFFORUM DEN 14-01-2016

---

Chefforum drøftede analysen med følgende kommentarer:

- Vagtplanerne skal passe sammen først
- Der kommer en sag, når udbuddet er beskrevet

## **Punkt 3: Lukket**

16/205

## **Punkt 4: CF - Eventuelt**

**CF - Eventuelt**

**BESLUTNING I CHEFFORUM DEN 14-01-2016**

---

Intet
"""
